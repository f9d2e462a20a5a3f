namespace Platone.Grid.Numerics;

/// <summary>The neighbours of every unknown that is left; eliminating one makes its neighbours neighbours of one another.</summary>
sealed class EliminationGraph
{
    private readonly int[][] _neighbours;
    private readonly int[] _degrees;
    private readonly int[] _marks;
    private int _mark;

    public EliminationGraph(int count, ReadOnlySpan<(int A, int B)> edges)
    {
        _neighbours = new int[count][];
        _degrees = new int[count];
        _marks = new int[count];

        var sizes = new int[count];
        foreach (var (a, b) in edges)
        {
            if (a == b) continue;

            sizes[a]++;
            sizes[b]++;
        }

        for (var i = 0; i < count; i++) _neighbours[i] = new int[sizes[i]];
        foreach (var (a, b) in edges)
        {
            if (a == b) continue;

            _neighbours[a][_degrees[a]++] = b;
            _neighbours[b][_degrees[b]++] = a;
        }

        for (var i = 0; i < count; i++) DropRepeated(i);
    }

    public int Degree(int unknown) => _degrees[unknown];

    /// <returns>What were its neighbours.</returns>
    public int[] Eliminate(int unknown)
    {
        var clique = _neighbours[unknown].AsSpan(0, _degrees[unknown]).ToArray();
        foreach (var neighbour in clique)
        {
            Remove(neighbour, unknown);
            if (clique.Length > 1) Join(neighbour, clique);
        }

        _neighbours[unknown] = [];
        return clique;
    }

    private void DropRepeated(int unknown)
    {
        _mark++;
        var list = _neighbours[unknown];
        var kept = 0;
        for (var i = 0; i < _degrees[unknown]; i++)
        {
            if (_marks[list[i]] == _mark) continue;

            _marks[list[i]] = _mark;
            list[kept++] = list[i];
        }

        _degrees[unknown] = kept;
    }

    private void Remove(int unknown, int neighbour)
    {
        var list = _neighbours[unknown];
        list[Array.IndexOf(list, neighbour, 0, _degrees[unknown])] = list[--_degrees[unknown]];
    }

    private void Join(int unknown, int[] clique)
    {
        _mark++;
        _marks[unknown] = _mark;
        foreach (var neighbour in _neighbours[unknown].AsSpan(0, _degrees[unknown])) _marks[neighbour] = _mark;
        foreach (var other in clique)
        {
            if (_marks[other] == _mark) continue;

            ref var list = ref _neighbours[unknown];
            if (_degrees[unknown] == list.Length) Array.Resize(ref list, Math.Max(4, 2 * list.Length));
            list[_degrees[unknown]++] = other;
        }
    }
}
