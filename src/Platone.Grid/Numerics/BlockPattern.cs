namespace Platone.Grid.Numerics;

/// <summary>
/// Where the blocks of a structurally symmetric matrix stand, those included that elimination makes. Unknowns are numbered in the order of elimination.
/// Row k has, right of its diagonal, the columns <c>Columns[Starts[k] .. Starts[k + 1]]</c>; below the diagonal column k has the same as rows.
/// </summary>
/// <remarks>
/// Made once for a network. Eliminating k changes the block (i, j) for every two of its columns; where that block stands was looked up when the pattern was
/// made, so that factorising is a straight pass without searching.
/// </remarks>
sealed class BlockPattern
{
    public BlockPattern(int[] starts, int[] columns)
    {
        (Starts, Columns) = (starts, columns);
        Targets = FindTargets();
    }

    public int Count => Starts.Length - 1;

    public int[] Starts { get; }

    public int[] Columns { get; }

    /// <summary>For every row, and every two of its places p &lt; q: where the block of their columns stands. Row by row, then by p, then by q.</summary>
    public int[] Targets { get; }

    /// <summary>Where the block (a, b) stands, a &lt; b.</summary>
    public int PlaceOf(int a, int b)
    {
        var place = Array.BinarySearch(Columns, Starts[a], Starts[a + 1] - Starts[a], b);
        return place >= 0 ? place : throw new ArgumentException($"Found the pair ({a}, {b}), expected one of the pattern.");
    }

    private int[] FindTargets()
    {
        long pairs = 0;
        for (var k = 0; k < Count; k++)
        {
            long length = Starts[k + 1] - Starts[k];
            pairs += length * (length - 1) / 2;
        }

        var targets = new int[pairs];
        var placeOf = new int[Count];
        var next = 0;
        for (var k = 0; k < Count; k++)
        {
            for (var p = Starts[k]; p < Starts[k + 1] - 1; p++)
            {
                var row = Columns[p];
                for (var place = Starts[row]; place < Starts[row + 1]; place++) placeOf[Columns[place]] = place;
                for (var q = p + 1; q < Starts[k + 1]; q++) targets[next++] = placeOf[Columns[q]];
            }
        }

        return targets;
    }
}
