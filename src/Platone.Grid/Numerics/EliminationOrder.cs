namespace Platone.Grid.Numerics;

/// <summary>
/// In which order to eliminate the unknowns of a network so that little new appears: always one with the fewest neighbours left (minimum degree; Tinney and
/// Walker 1967, scheme 2). On a radial network that takes leaves first and nothing new appears at all.
/// </summary>
/// <remarks>
/// The order is then arranged as a postorder of the elimination tree: the same eliminations, but what is computed next lies next to what was computed last.
/// </remarks>
static class EliminationOrder
{
    /// <param name="count">Unknowns.</param>
    /// <param name="edges">Pairs that stand in one equation; repetitions and loops do no harm.</param>
    /// <param name="late">Unknowns that must come after all others: their own diagonal becomes more than zero only by the others' elimination.</param>
    /// <returns>The pattern, and the place of every unknown in the order.</returns>
    public static (BlockPattern Pattern, int[] PlaceOf) Find(int count, ReadOnlySpan<(int A, int B)> edges, ReadOnlySpan<bool> late = default)
    {
        var graph = new EliminationGraph(count, edges);
        var order = new int[count];
        var neighbours = new int[count][];
        var queue = new DegreeQueue(count);
        var taken = 0;

        void Eliminate(bool lateOnes, ReadOnlySpan<bool> isLate)
        {
            for (var i = 0; i < count; i++)
                if ((!isLate.IsEmpty && isLate[i]) == lateOnes) queue.Add(i, graph.Degree(i));

            while (queue.TryTake(out var next))
            {
                order[taken++] = next;
                neighbours[next] = graph.Eliminate(next);
                foreach (var neighbour in neighbours[next])
                    if (queue.Has(neighbour)) queue.Move(neighbour, graph.Degree(neighbour));
            }
        }

        Eliminate(lateOnes: false, late);
        if (!late.IsEmpty) Eliminate(lateOnes: true, late);
        return Arrange(order, neighbours);
    }

    private static (BlockPattern, int[]) Arrange(int[] order, int[][] neighbours)
    {
        var count = order.Length;
        var rank = new int[count];
        for (var i = 0; i < count; i++) rank[order[i]] = i;

        var placeOf = Postorder(order, rank, neighbours);
        var starts = new int[count + 1];
        foreach (var unknown in order) starts[placeOf[unknown] + 1] = neighbours[unknown].Length;
        for (var i = 0; i < count; i++) starts[i + 1] += starts[i];

        var columns = new int[starts[count]];
        foreach (var unknown in order)
        {
            var row = columns.AsSpan(starts[placeOf[unknown]], neighbours[unknown].Length);
            for (var i = 0; i < row.Length; i++) row[i] = placeOf[neighbours[unknown][i]];
            row.Sort();
        }

        return (new BlockPattern(starts, columns), placeOf);
    }

    /// <summary>An unknown's parent is the first of its neighbours that is eliminated after it.</summary>
    private static int[] Postorder(int[] order, int[] rank, int[][] neighbours)
    {
        var count = order.Length;
        var firstChild = new int[count];
        var nextSibling = new int[count];
        Array.Fill(firstChild, -1);
        var roots = new List<int>();
        for (var i = count - 1; i >= 0; i--)
        {
            var unknown = order[i];
            var parent = -1;
            foreach (var neighbour in neighbours[unknown])
                if (parent < 0 || rank[neighbour] < rank[parent]) parent = neighbour;

            if (parent < 0)
            {
                roots.Add(unknown);
                continue;
            }

            nextSibling[unknown] = firstChild[parent];
            firstChild[parent] = unknown;
        }

        var placeOf = new int[count];
        var place = 0;
        var stack = new Stack<int>();
        roots.Reverse();
        foreach (var root in roots)
        {
            stack.Push(root);
            while (stack.TryPeek(out var unknown))
            {
                if (firstChild[unknown] is var child and >= 0)
                {
                    firstChild[unknown] = nextSibling[child];
                    stack.Push(child);
                    continue;
                }

                placeOf[stack.Pop()] = place++;
            }
        }

        return placeOf;
    }
}
