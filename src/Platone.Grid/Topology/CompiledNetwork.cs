using System.Numerics;
using Platone.Grid.Numerics;

namespace Platone.Grid.Topology;

/// <summary>
/// What all solvers share of a network and keep while only values change: buses (nodes that closed links make one), islands, which of them have a source,
/// and the order of elimination with its pattern. Buses are numbered in that order.
/// </summary>
/// <remarks>Another network may be solved on it if it <see cref="Fits"/>: the same equipment, connected in the same way, whatever its values.</remarks>
public sealed class CompiledNetwork
{
    private CompiledNetwork(
        Network network, int[] busOfNode, BlockPattern pattern, Branch[] lines, Branch[] transformers, bool[] isEnergised, int islands,
        double[] baseVoltagesV, Complex[] flatVoltages)
    {
        Network = network;
        BusOfNode = busOfNode;
        Pattern = pattern;
        Lines = lines;
        Transformers = transformers;
        IsEnergised = isEnergised;
        IslandCount = islands;
        FlatVoltages = flatVoltages;
        BaseVoltagesV = baseVoltagesV;
    }

    /// <summary>The network that it was compiled from.</summary>
    public Network Network { get; }

    public int BusCount => Pattern.Count;

    /// <summary>Parts that nothing closed connects, those without a source included.</summary>
    public int IslandCount { get; }

    public int NodesWithoutSource => BusOfNode.Count(bus => !IsEnergised[bus]);

    internal int[] BusOfNode { get; }

    internal BlockPattern Pattern { get; }

    internal Branch[] Lines { get; }

    internal Branch[] Transformers { get; }

    /// <summary>By bus: whether its island has a source.</summary>
    internal bool[] IsEnergised { get; }

    /// <summary>By bus: the rated voltage of its first node, line to line.</summary>
    internal double[] BaseVoltagesV { get; }

    /// <summary>By bus: the voltage without load, per unit; nothing where there is no source.</summary>
    internal Complex[] FlatVoltages { get; }

    /// <exception cref="NetworkException">Equipment that cannot be computed.</exception>
    public static CompiledNetwork Compile(Network network)
    {
        NetworkCheck.Check(network);

        var fused = FuseNodes(network, out var count);
        var edges = new List<(int, int)>(network.Lines.Count + network.Transformers.Count);
        foreach (var line in network.Lines) AddEdge(line.From, line.To, IsThrough(line));
        foreach (var transformer in network.Transformers) AddEdge(transformer.From, transformer.To, IsThrough(transformer));
        var branches = edges.Count;

        var late = new bool[count];
        foreach (var generator in network.Generators)
        {
            if (generator is not { IsConnected: true, Target: { } target } || fused[target.Node] == fused[generator.Node]) continue;

            edges.Add((fused[generator.Node], fused[target.Node]));
            late[fused[generator.Node]] = true;
        }

        var span = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(edges);
        var (pattern, placeOf) = EliminationOrder.Find(count, span, late);
        var busOfNode = Array.ConvertAll(fused, bus => placeOf[bus]);

        var lines = Convert(network.Lines, line => (line.From, line.To, IsThrough(line)));
        var transformers = Convert(network.Transformers, transformer => (transformer.From, transformer.To, IsThrough(transformer)));

        var islands = new DisjointSets(count);
        foreach (var (from, to) in span[..branches]) islands.Union(placeOf[from], placeOf[to]);
        var isEnergised = FindEnergised(network, busOfNode, islands, out var islandCount);
        var baseVoltagesV = new double[count];
        for (var node = busOfNode.Length - 1; node >= 0; node--) baseVoltagesV[busOfNode[node]] = network.Nodes[node].RatedVoltageV;
        var flat = FlatStart.Find(network, busOfNode, lines, transformers, baseVoltagesV);
        return new(network, busOfNode, pattern, lines, transformers, isEnergised, islandCount, baseVoltagesV, flat);

        void AddEdge(int from, int to, bool isClosed)
        {
            if (isClosed && fused[from] != fused[to]) edges.Add((fused[from], fused[to]));
        }

        Branch[] Convert<T>(IReadOnlyList<T> equipment, Func<T, (int From, int To, bool IsClosed)> endsOf)
        {
            var converted = new Branch[equipment.Count];
            for (var i = 0; i < converted.Length; i++)
            {
                var (from, to, isClosed) = endsOf(equipment[i]);
                var (a, b) = (busOfNode[from], busOfNode[to]);
                converted[i] = new(a, b, isClosed && a != b ? pattern.PlaceOf(Math.Min(a, b), Math.Max(a, b)) : -1);
            }

            return converted;
        }
    }

    /// <summary>Whether a network is the compiled one with other values: powers, voltages, impedances, tap positions.</summary>
    public bool Fits(Network network) =>
        Alike(Network.Nodes, network.Nodes, (_, _) => true)
        && Alike(Network.Links, network.Links, (a, b) => a.From == b.From && a.To == b.To && a.IsClosed == b.IsClosed)
        && Alike(Network.Lines, network.Lines, (a, b) => a.From == b.From && a.To == b.To && IsThrough(a) == IsThrough(b) && IsLink(a) == IsLink(b))
        && Alike(Network.Transformers, network.Transformers, (a, b) => a.From == b.From && a.To == b.To && IsThrough(a) == IsThrough(b))
        && Alike(Network.Sources, network.Sources, (a, b) => a.Node == b.Node && a.IsConnected == b.IsConnected)
        && Alike(Network.Generators, network.Generators, (a, b) => a.Node == b.Node && a.IsConnected == b.IsConnected && a.Target?.Node == b.Target?.Node);

    private static bool Alike<T>(IReadOnlyList<T> own, IReadOnlyList<T> other, Func<T, T, bool> areAlike)
    {
        if (ReferenceEquals(own, other)) return true;
        if (own.Count != other.Count) return false;

        for (var i = 0; i < own.Count; i++)
            if (!areAlike(own[i], other[i])) return false;

        return true;
    }

    private static bool IsThrough(Line line) => line.FromClosed && line.ToClosed;

    private static bool IsThrough(Transformer transformer) => transformer.FromClosed && transformer.ToClosed;

    /// <summary>Whether a line is a link in truth: closed, and without any impedance.</summary>
    internal static bool IsLink(Line line) => line.PositiveSequence.SeriesOhm == 0 && IsThrough(line);

    private static int[] FuseNodes(Network network, out int count)
    {
        var sets = LinkedNodes.Of(network);
        var fused = new int[network.Nodes.Count];
        count = 0;
        for (var node = 0; node < fused.Length; node++)
        {
            var first = sets.Find(node);
            fused[node] = first == node ? count++ : fused[first];
        }

        return fused;
    }

    private static bool[] FindEnergised(Network network, int[] busOfNode, DisjointSets islands, out int islandCount)
    {
        var hasSource = new HashSet<int>();
        foreach (var source in network.Sources)
            if (source.IsConnected) hasSource.Add(islands.Find(busOfNode[source.Node]));

        var count = 0;
        var isEnergised = new bool[busOfNode.Length == 0 ? 0 : busOfNode.Max() + 1];
        for (var bus = 0; bus < isEnergised.Length; bus++)
        {
            var island = islands.Find(bus);
            isEnergised[bus] = hasSource.Contains(island);
            if (island == bus) count++;
        }

        islandCount = count;
        return isEnergised;
    }
}
