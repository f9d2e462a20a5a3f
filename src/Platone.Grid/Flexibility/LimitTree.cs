using System.Numerics;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Flexibility;

/// <summary>
/// The limits that a market publishes as caps: the system, its zones, and below them every transformer and feeder that feeds a part of the grid alone. Every
/// level lies wholly within its parent, so that what is bought at a node counts in all levels above it.
/// </summary>
/// <remarks>
/// Branches side by side between the same two buses count as one, with their ratings together. A branch in a loop feeds nothing alone and makes no level:
/// <see cref="Sensitivities"/> say what it feels. A zone is a level of its own where nothing but the system lies above its nodes.
/// </remarks>
public static class LimitTree
{
    public static IReadOnlyList<GridLimit> Of(PowerFlowResult result)
    {
        var network = result.Network;
        var graph = FeedingGraph.Of(result);
        var tree = new List<GridLimit> { WholeSystem(result) };
        var levelOf = new int[network.Nodes.Count];
        var zones = new Dictionary<string, int>();

        // From the sources outwards: a parent comes before what hangs on it.
        foreach (var bridge in graph.Bridges)
        {
            var above = levelOf[bridge.UpNode];
            var parent = above == 0 ? ZoneOf(bridge.DownNode) : above;
            var kind = bridge.IsTransformer ? GridLimitKind.Transformer : GridLimitKind.Feeder;
            foreach (var node in bridge.Fed) levelOf[node] = tree.Count;
            tree.Add(Limit(bridge.Id, kind, parent, bridge.Fed, bridge.Flow, bridge.RatingVA));
        }

        foreach (var node in graph.Energised)
            if (levelOf[node] == 0) ZoneOf(node);

        return tree;

        int ZoneOf(int node)
        {
            if (network.Nodes[node].Zone is not { } zone) return 0;
            if (zones.TryGetValue(zone, out var place)) return place;

            zones.Add(zone, place = tree.Count);
            tree.Add(Zone(result, zone, [.. graph.Energised.Where(other => network.Nodes[other].Zone == zone)]));
            return place;
        }
    }

    private static GridLimit WholeSystem(PowerFlowResult result)
    {
        var given = result.SourcePowersVA.Aggregate(Complex.Zero, (sum, power) => sum + power);
        int[] nodes = [.. Enumerable.Range(0, result.Network.Nodes.Count).Where(node => result.NodeVoltagesPu[node] != 0)];
        return Limit("system", GridLimitKind.System, -1, nodes, given, null);
    }

    /// <summary>What flows into a zone over all branches that cross its border.</summary>
    private static GridLimit Zone(PowerFlowResult result, string zone, int[] nodes)
    {
        var network = result.Network;
        var inside = nodes.ToHashSet();
        var flow = Complex.Zero;
        for (var i = 0; i < network.Sources.Count; i++)
            if (inside.Contains(network.Sources[i].Node)) flow += result.SourcePowersVA[i];

        for (var i = 0; i < network.Lines.Count; i++) Cross(network.Lines[i].From, network.Lines[i].To, result.Lines[i]);
        for (var i = 0; i < network.Transformers.Count; i++) Cross(network.Transformers[i].From, network.Transformers[i].To, result.Transformers[i]);
        for (var i = 0; i < network.Links.Count; i++) Cross(network.Links[i].From, network.Links[i].To, new(result.LinkFlowsVA[i], -result.LinkFlowsVA[i]));
        return Limit(zone, GridLimitKind.Zone, 0, nodes, flow, null);

        void Cross(int from, int to, BranchFlow branch)
        {
            if (inside.Contains(from) == inside.Contains(to)) return;

            flow += inside.Contains(to) ? -branch.ToVA : -branch.FromVA;
        }
    }

    private static GridLimit Limit(string id, GridLimitKind kind, int parent, IReadOnlyList<int> nodes, Complex flow, double? ratingVA)
    {
        if (ratingVA is not { } rating) return new(id, kind, parent, nodes, flow.Real, null, null, null);

        var most = Math.Sqrt(Math.Max(0, rating * rating - flow.Imaginary * flow.Imaginary));
        return new(id, kind, parent, nodes, flow.Real, rating, Math.Max(0, most - flow.Real), Math.Max(0, most + flow.Real));
    }
}
