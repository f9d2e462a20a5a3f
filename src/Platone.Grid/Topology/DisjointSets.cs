namespace Platone.Grid.Topology;

/// <summary>Union and find: what is connected has one representative.</summary>
sealed class DisjointSets
{
    private readonly int[] _parents;

    public DisjointSets(int count)
    {
        _parents = new int[count];
        for (var i = 0; i < count; i++) _parents[i] = i;
    }

    public int Find(int member)
    {
        while (_parents[member] != member)
        {
            _parents[member] = _parents[_parents[member]];
            member = _parents[member];
        }

        return member;
    }

    /// <summary>The lower of both representatives stands for both from now on.</summary>
    public void Union(int first, int second)
    {
        var (a, b) = (Find(first), Find(second));
        if (a < b) _parents[b] = a;
        else _parents[a] = b;
    }
}
