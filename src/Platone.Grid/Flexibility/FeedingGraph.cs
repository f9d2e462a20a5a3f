using System.Numerics;
using Platone.Grid.PowerFlow;
using Platone.Grid.Topology;

namespace Platone.Grid.Flexibility;

/// <summary>Through which branches alone a part of the grid is fed: the bridges of its graph, those that start at a bus-bar or transform.</summary>
sealed class FeedingGraph
{
    private readonly PowerFlowResult _result;
    private readonly List<Edge> _edges = [];
    private readonly List<(int Edge, int Other)>[] _neighbours;
    private readonly int[] _groupOf;
    private readonly int[] _entered;
    private readonly int[] _lowest;

    private FeedingGraph(PowerFlowResult result)
    {
        _result = result;
        var network = result.Network;
        Energised = [.. Enumerable.Range(0, network.Nodes.Count).Where(node => result.NodeVoltagesPu[node] != 0)];
        _groupOf = [.. Enumerable.Range(0, network.Nodes.Count).Select(LinkedNodes.Of(network).Find)];
        _neighbours = new List<(int, int)>[network.Nodes.Count];
        for (var i = 0; i < _neighbours.Length; i++) _neighbours[i] = [];
        _entered = new int[network.Nodes.Count];
        _lowest = new int[network.Nodes.Count];
        Connect(network);
    }

    public int[] Energised { get; }

    /// <summary>Those nearer to a source first.</summary>
    public List<Bridge> Bridges { get; } = [];

    public static FeedingGraph Of(PowerFlowResult result)
    {
        var graph = new FeedingGraph(result);
        graph.FindBridges();
        return graph;
    }

    /// <summary>Branches side by side become one edge.</summary>
    private void Connect(Network network)
    {
        var between = new Dictionary<(int, int), int>();
        for (var i = 0; i < network.Lines.Count; i++)
        {
            if (network.Lines[i] is not { FromClosed: true, ToClosed: true } line) continue;

            var rating = line.RatedCurrentA * Math.Sqrt(3) * network.Nodes[line.From].RatedVoltageV;
            Add(between, line.Id, line.From, line.To, _result.Lines[i], rating, isTransformer: false);
        }

        for (var i = 0; i < network.Transformers.Count; i++)
        {
            if (network.Transformers[i] is not { FromClosed: true, ToClosed: true } transformer) continue;

            Add(between, transformer.Id, transformer.From, transformer.To, _result.Transformers[i], transformer.RatedPowerVA, isTransformer: true);
        }
    }

    private void Add(Dictionary<(int, int), int> between, string id, int from, int to, BranchFlow flow, double? ratingVA, bool isTransformer)
    {
        var (a, b) = (_groupOf[from], _groupOf[to]);
        if (a == b) return;
        if (a > b) (a, b, flow) = (b, a, new(flow.ToVA, flow.FromVA));

        if (between.TryGetValue((a, b), out var place))
        {
            var beside = _edges[place];
            var together = new BranchFlow(beside.Flow.FromVA + flow.FromVA, beside.Flow.ToVA + flow.ToVA);
            _edges[place] = new($"{beside.Id}+{id}", a, b, together, beside.RatingVA + ratingVA, beside.IsTransformer || isTransformer);
            return;
        }

        between.Add((a, b), _edges.Count);
        _neighbours[a].Add((_edges.Count, b));
        _neighbours[b].Add((_edges.Count, a));
        _edges.Add(new(id, a, b, flow, ratingVA, isTransformer));
    }

    /// <summary>
    /// Tarjan 1974: an edge of the search tree is a bridge where nothing below it reaches back above it. The search starts at the sources, which count as
    /// joined: a part that two sources feed hangs on neither alone.
    /// </summary>
    private void FindBridges()
    {
        var network = _result.Network;
        var isSource = new bool[network.Nodes.Count];
        foreach (var source in network.Sources)
            if (source.IsConnected) isSource[_groupOf[source.Node]] = true;

        var nodesOfGroup = Energised.ToLookup(node => _groupOf[node]);
        var order = new List<(int Group, int Edge, int From)>();
        var isBusBar = new bool[network.Nodes.Count];
        for (var group = 0; group < isSource.Length; group++)
        {
            if (!isSource[group]) continue;

            isBusBar[group] = true;
            if (_entered[group] == 0) Search(group, isSource, order);
        }

        foreach (var edge in _edges)
            if (edge.IsTransformer) isBusBar[edge.A] = isBusBar[edge.B] = true;

        var sizes = SizesBelow(order);
        for (var i = 0; i < order.Count; i++)
        {
            var (group, edge, from) = order[i];
            if (edge < 0 || isSource[group] || _lowest[group] < _entered[group] || (!_edges[edge].IsTransformer && !isBusBar[from])) continue;

            var flow = _edges[edge].A == from ? -_edges[edge].Flow.ToVA : -_edges[edge].Flow.FromVA;
            int[] fed = [.. order.GetRange(i, sizes[i]).SelectMany(entry => nodesOfGroup[entry.Group])];
            Bridges.Add(new(_edges[edge].Id, _edges[edge].IsTransformer, from, group, fed, flow, _edges[edge].RatingVA));
        }
    }

    private void Search(int root, bool[] isSource, List<(int Group, int Edge, int From)> order)
    {
        var stack = new Stack<(int Group, int Edge, int Next)>();
        Enter(root, -1, -1);
        while (stack.TryPop(out var top))
        {
            if (top.Next == _neighbours[top.Group].Count)
            {
                if (stack.TryPeek(out var below)) _lowest[below.Group] = Math.Min(_lowest[below.Group], _lowest[top.Group]);
                continue;
            }

            stack.Push(top with { Next = top.Next + 1 });
            var (edge, other) = _neighbours[top.Group][top.Next];
            if (edge == top.Edge) continue;
            if (_entered[other] == 0) Enter(other, edge, top.Group);
            else _lowest[top.Group] = Math.Min(_lowest[top.Group], _entered[other]);
        }

        void Enter(int group, int edge, int from)
        {
            order.Add((group, edge, from));
            _entered[group] = order.Count;

            // To reach another source is to reach back above everything.
            _lowest[group] = isSource[group] ? 0 : order.Count;
            stack.Push((group, edge, 0));
        }
    }

    /// <summary>By place in the order: how many entries the part of the search tree from there on has. They stand directly behind it.</summary>
    private static int[] SizesBelow(List<(int Group, int Edge, int From)> order)
    {
        var sizes = new int[order.Count];
        var placeOf = new Dictionary<int, int>();
        for (var i = 0; i < order.Count; i++) placeOf[order[i].Group] = i;
        for (var i = order.Count - 1; i >= 0; i--)
        {
            sizes[i]++;
            if (order[i].From >= 0) sizes[placeOf[order[i].From]] += sizes[i];
        }

        return sizes;
    }

    private sealed record Edge(string Id, int A, int B, BranchFlow Flow, double? RatingVA, bool IsTransformer);
}

/// <summary>A branch, or several side by side, without which a part of the grid would be dark.</summary>
/// <param name="UpNode">A node of the bus on the source's side.</param>
/// <param name="Fed">The nodes beyond it.</param>
/// <param name="Flow">What arrives there, volt-amperes.</param>
sealed record Bridge(string Id, bool IsTransformer, int UpNode, int DownNode, IReadOnlyList<int> Fed, Complex Flow, double? RatingVA);
