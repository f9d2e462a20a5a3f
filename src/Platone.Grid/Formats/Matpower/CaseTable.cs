namespace Platone.Grid.Formats.Matpower;

/// <summary>A table of a case with errors that name line, row and column. Rows count from nothing, columns from one as in the format's description.</summary>
sealed class CaseTable(string name, Matrix matrix, string file)
{
    public int Rows => matrix.Rows;

    public double this[int row, int column] => matrix[row, column - 1];

    public double Finite(int row, int column, string field)
    {
        var value = this[row, column];
        return double.IsFinite(value) ? value : throw Error(row, field, value, "a finite number");
    }

    public double Positive(int row, int column, string field)
    {
        var value = this[row, column];
        return value is > 0 and < double.PositiveInfinity ? value : throw Error(row, field, value, "a positive number");
    }

    public int Whole(int row, int column, string field, int lowest, int highest)
    {
        var value = this[row, column];
        var isWhole = value >= lowest && value <= highest && value == Math.Floor(value);
        return isWhole ? (int)value : throw Error(row, field, value, $"a whole number from {lowest} to {highest}");
    }

    public GridFormatException Error(int row, string field, double found, string expected) =>
        Error(row, field, FormattableString.Invariant($"found {found}, expected {expected}"));

    public GridFormatException Error(int row, string field, string problem)
    {
        var line = matrix.Lines is { } lines ? $"line {lines[row]}, " : string.Empty;
        return new(file, $"{line}{name} row {row + 1}, {field}", problem);
    }
}
