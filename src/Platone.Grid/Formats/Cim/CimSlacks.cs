using Platone.Grid.Topology;

namespace Platone.Grid.Formats.Cim;

/// <summary>
/// Chooses what holds the angle in each part of the network, and gives what power is left over: the connected machine or feeder of the highest
/// referencePriority; where none has one, an external network; else a machine that holds a voltage, at the solved case's reference node if there is one.
/// </summary>
sealed class CimSlacks(CimNodes nodes, List<Line> lines, List<Link> links, List<Transformer> transformers, LeftOut leftOut)
{
    public HashSet<Feeding> Choose(List<Feeding> feeding)
    {
        var islands = FindIslands();
        var references = nodes.AngleReferences();
        var slacks = new HashSet<Feeding>();
        foreach (var island in feeding.Where(candidate => candidate.Generator.IsConnected).GroupBy(candidate => islands.Find(candidate.Generator.Node)))
            if (ChooseOf(island, references) is { } slack) slacks.Add(slack);

        return slacks;
    }

    private Feeding? ChooseOf(IEnumerable<Feeding> island, HashSet<int> references)
    {
        var candidates = island.ToList();
        if (candidates.Where(candidate => candidate.Priority > 0).MinBy(candidate => candidate.Priority) is { } prior) return prior;
        if (candidates.FirstOrDefault(candidate => candidate.IsFeeder) is { } feeder) return feeder;

        var holding = candidates.Where(candidate => candidate.Generator.Target is not null).ToList();
        var slack = holding.FirstOrDefault(candidate => references.Contains(candidate.Generator.Node))
            ?? holding.MaxBy(candidate => candidate.Generator.Power.Power.Total.Real);
        if (slack is not null) leftOut.Add("No referencePriority says what holds the angle; it is taken to be", slack.Equipment);

        return slack;
    }

    private DisjointSets FindIslands()
    {
        var islands = new DisjointSets(nodes.Nodes.Count);
        foreach (var link in links)
            if (link.IsClosed) islands.Union(link.From, link.To);

        foreach (var line in lines)
            if (line.FromClosed && line.ToClosed) islands.Union(line.From, line.To);

        foreach (var transformer in transformers)
            if (transformer.FromClosed && transformer.ToClosed) islands.Union(transformer.From, transformer.To);

        return islands;
    }
}
