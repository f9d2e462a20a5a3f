namespace Platone.Grid.Numerics;

/// <summary>Unknowns by degree, the smallest first: a chain for each degree, every operation in constant time but the step to the next degree.</summary>
sealed class DegreeQueue(int count)
{
    private const int None = -1, Absent = -2;

    private readonly int[] _first = Filled(count + 1, None);
    private readonly int[] _next = new int[count];
    private readonly int[] _previous = Filled(count, Absent);
    private readonly int[] _degree = new int[count];
    private int _smallest;

    public bool Has(int unknown) => _previous[unknown] != Absent;

    public void Add(int unknown, int degree)
    {
        _degree[unknown] = degree;
        _next[unknown] = _first[degree];
        _previous[unknown] = None;
        if (_first[degree] != None) _previous[_first[degree]] = unknown;
        _first[degree] = unknown;
        _smallest = Math.Min(_smallest, degree);
    }

    public void Move(int unknown, int degree)
    {
        Remove(unknown);
        Add(unknown, degree);
    }

    public bool TryTake(out int unknown)
    {
        for (; _smallest < _first.Length; _smallest++)
        {
            unknown = _first[_smallest];
            if (unknown == None) continue;

            Remove(unknown);
            return true;
        }

        unknown = None;
        return false;
    }

    private void Remove(int unknown)
    {
        var (previous, next) = (_previous[unknown], _next[unknown]);
        if (previous == None) _first[_degree[unknown]] = next;
        else _next[previous] = next;
        if (next != None) _previous[next] = previous;
        _previous[unknown] = Absent;
    }

    private static int[] Filled(int length, int value)
    {
        var array = new int[length];
        Array.Fill(array, value);
        return array;
    }
}
