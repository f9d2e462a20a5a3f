using Platone.Grid.Topology;

namespace Platone.Grid.Drawing;

/// <summary>
/// Where to draw every node: a tree from the sources to the right, one column for each step, one row for each end, a node beside the middle of what hangs on
/// it. Radial grids come out without a crossing; what closes a loop is drawn across.
/// </summary>
static class TreeLayout
{
    /// <returns>By node: column and row; a row may be a half one. And the edges that the tree uses.</returns>
    public static (DrawnPlace[] Places, bool[] IsTreeEdge) Of(Network network, IReadOnlyList<DrawnEdge> edges)
    {
        var neighbours = new List<(int Edge, int Other)>[network.Nodes.Count];
        for (var i = 0; i < neighbours.Length; i++) neighbours[i] = [];
        for (var i = 0; i < edges.Count; i++)
        {
            if (!edges[i].IsClosed || edges[i].From == edges[i].To) continue;

            neighbours[edges[i].From].Add((i, edges[i].To));
            neighbours[edges[i].To].Add((i, edges[i].From));
        }

        var places = new DrawnPlace[network.Nodes.Count];
        var isPlaced = new bool[network.Nodes.Count];
        var isTreeEdge = new bool[edges.Count];
        double nextRow = 0;
        foreach (var root in RootsOf(network))
        {
            if (isPlaced[root]) continue;

            Place(Grow(root, neighbours, isPlaced, isTreeEdge), places, ref nextRow);
        }

        return (places, isTreeEdge);
    }

    /// <summary>Sources first, then whatever they do not reach.</summary>
    private static IEnumerable<int> RootsOf(Network network) =>
        network.Sources.Where(source => source.IsConnected).Select(source => source.Node).Concat(Enumerable.Range(0, network.Nodes.Count));

    /// <summary>Breadth first: every node as near to the source as it can be.</summary>
    private static List<(int Node, int Parent, int Depth)> Grow(int root, List<(int Edge, int Other)>[] neighbours, bool[] isPlaced, bool[] isTreeEdge)
    {
        var tree = new List<(int Node, int Parent, int Depth)> { (root, -1, 0) };
        isPlaced[root] = true;
        for (var i = 0; i < tree.Count; i++)
        {
            foreach (var (edge, other) in neighbours[tree[i].Node])
            {
                if (isPlaced[other]) continue;

                isPlaced[other] = true;
                isTreeEdge[edge] = true;
                tree.Add((other, i, tree[i].Depth + 1));
            }
        }

        return tree;
    }

    private static void Place(List<(int Node, int Parent, int Depth)> tree, DrawnPlace[] places, ref double nextRow)
    {
        var children = new List<int>[tree.Count];
        for (var i = 0; i < children.Length; i++) children[i] = [];
        for (var i = 1; i < tree.Count; i++) children[tree[i].Parent].Add(i);

        // Ends from top to bottom; a node when all that hangs on it has its row.
        var rows = new double[tree.Count];
        var stack = new Stack<(int Entry, int Next)>([(0, 0)]);
        while (stack.TryPop(out var top))
        {
            var own = children[top.Entry];
            if (top.Next < own.Count)
            {
                stack.Push(top with { Next = top.Next + 1 });
                stack.Push((own[top.Next], 0));
                continue;
            }

            rows[top.Entry] = own.Count == 0 ? nextRow++ : (rows[own[0]] + rows[own[^1]]) / 2;
            places[tree[top.Entry].Node] = new(tree[top.Entry].Depth, rows[top.Entry]);
        }
    }
}

/// <summary>A place in a drawing, in columns and rows.</summary>
readonly record struct DrawnPlace(int Column, double Row);

/// <summary>Something between two nodes.</summary>
readonly record struct DrawnEdge(string Id, string Name, DrawnEdgeKind Kind, int From, int To, bool IsClosed);

enum DrawnEdgeKind
{
    Line,
    Transformer,
    Link,
}
