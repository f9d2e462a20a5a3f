namespace Platone.Grid.Formats.Matpower;

/// <summary>What a case file assigns: numbers, a text, or a list of texts.</summary>
abstract record Value;

sealed record TextValue(string Text) : Value;

/// <summary>A cell array: names of buses and the like.</summary>
sealed record CellValue(IReadOnlyList<Value> Cells) : Value;

/// <summary>A matrix, row by row; a number is one of one row and one column.</summary>
sealed record Matrix(int Rows, int Columns, double[] Cells) : Value
{
    /// <summary>Where in the file each row stands, for messages; null where it was computed.</summary>
    public IReadOnlyList<int>? Lines { get; init; }

    public bool IsScalar => Rows == 1 && Columns == 1;

    public double this[int row, int column]
    {
        get => Cells[row * Columns + column];
        set => Cells[row * Columns + column] = value;
    }

    public static Matrix Of(double scalar) => new(1, 1, [scalar]);
}
