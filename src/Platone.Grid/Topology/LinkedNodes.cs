namespace Platone.Grid.Topology;

/// <summary>Which nodes are one bus: those that closed links, and lines without any impedance, join.</summary>
static class LinkedNodes
{
    public static DisjointSets Of(Network network)
    {
        var sets = new DisjointSets(network.Nodes.Count);
        foreach (var link in network.Links)
            if (link.IsClosed) sets.Union(link.From, link.To);

        foreach (var line in network.Lines)
            if (CompiledNetwork.IsLink(line)) sets.Union(line.From, line.To);

        return sets;
    }
}
