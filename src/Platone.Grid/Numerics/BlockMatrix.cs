namespace Platone.Grid.Numerics;

/// <summary>
/// A sparse matrix of small blocks that is factorised in place, L·D·U without pivoting between blocks: unknowns of one bus are eliminated together, which is
/// stable enough for network equations and lets the pattern stay. Fill it, <see cref="Factorise"/>, <see cref="Solve"/>; then it can be filled again.
/// </summary>
sealed class BlockMatrix<TBlock, TVector>(BlockPattern pattern)
    where TBlock : struct, IBlock<TBlock, TVector>
    where TVector : struct
{
    public BlockPattern Pattern => pattern;

    /// <summary>By row; after factorising, inverted.</summary>
    public TBlock[] Diagonal { get; } = new TBlock[pattern.Count];

    /// <summary>Right of the diagonal, by the pattern's places.</summary>
    public TBlock[] Upper { get; } = new TBlock[pattern.Columns.Length];

    /// <summary>Below the diagonal: at place p of row k the block in row <c>Columns[p]</c> and column k.</summary>
    public TBlock[] Lower { get; } = new TBlock[pattern.Columns.Length];

    public void Factorise()
    {
        var (starts, columns, targets) = (pattern.Starts, pattern.Columns, pattern.Targets);
        var (diagonal, upper, lower) = (Diagonal, Upper, Lower);
        var target = 0;
        for (var k = 0; k < diagonal.Length; k++)
        {
            var inverse = TBlock.Inverse(diagonal[k]);
            diagonal[k] = inverse;
            var end = starts[k + 1];
            for (var p = starts[k]; p < end; p++)
            {
                lower[p] = TBlock.Multiply(lower[p], inverse);
                TBlock.SubtractProduct(ref diagonal[columns[p]], lower[p], upper[p]);
            }

            for (var p = starts[k]; p < end - 1; p++)
            {
                for (var q = p + 1; q < end; q++)
                {
                    var place = targets[target++];
                    TBlock.SubtractProduct(ref upper[place], lower[p], upper[q]);
                    TBlock.SubtractProduct(ref lower[place], lower[q], upper[p]);
                }
            }
        }
    }

    /// <summary>Turns the right-hand side into the solution.</summary>
    public void Solve(Span<TVector> values)
    {
        var (starts, columns) = (pattern.Starts, pattern.Columns);
        for (var k = 0; k < values.Length; k++)
        {
            var value = values[k];
            for (var p = starts[k]; p < starts[k + 1]; p++) TBlock.SubtractProduct(ref values[columns[p]], Lower[p], value);
        }

        for (var k = values.Length - 1; k >= 0; k--)
        {
            var value = values[k];
            for (var p = starts[k]; p < starts[k + 1]; p++) TBlock.SubtractProduct(ref value, Upper[p], values[columns[p]]);
            values[k] = TBlock.Multiply(Diagonal[k], value);
        }
    }

    /// <summary>The same for the transposed matrix, by the same factors.</summary>
    public void SolveTransposed(Span<TVector> values)
    {
        var (starts, columns) = (pattern.Starts, pattern.Columns);
        for (var k = 0; k < values.Length; k++)
        {
            var value = TBlock.Multiply(TBlock.Transpose(Diagonal[k]), values[k]);
            values[k] = value;
            for (var p = starts[k]; p < starts[k + 1]; p++) TBlock.SubtractProduct(ref values[columns[p]], TBlock.Transpose(Upper[p]), value);
        }

        for (var k = values.Length - 1; k >= 0; k--)
        {
            var value = values[k];
            for (var p = starts[k]; p < starts[k + 1]; p++) TBlock.SubtractProduct(ref value, TBlock.Transpose(Lower[p]), values[columns[p]]);
            values[k] = value;
        }
    }
}
