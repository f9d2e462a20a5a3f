using System.Text.Json;

namespace Platone.Grid.Formats.Pandapower;

/// <summary>A row of a table, asked by column; what is wrong names file, table, index and column.</summary>
internal readonly struct DataRow(DataFrame frame, long index, JsonElement[] values)
{
    public long Index => index;

    /// <summary>Table and index.</summary>
    public string Id => FormattableString.Invariant($"{frame.Name} {index}");

    public string Name => Text("name");

    public bool HasColumn(string column) => frame.Has(column);

    public bool Has(string column) => Value(column) is { ValueKind: not JsonValueKind.Null };

    /// <summary>Empty where there is none.</summary>
    public string Text(string column) => Value(column) is { ValueKind: JsonValueKind.String } text ? JsonText.Of(text, frame.File, column) : "";

    public double Number(string column)
    {
        if (Value(column) is { ValueKind: JsonValueKind.Number } number && number.GetDouble() is var value && double.IsFinite(value)) return value;

        throw Wrong(column, Found(column), "a finite number");
    }

    public double Number(string column, double whereMissing) => Has(column) ? Number(column) : whereMissing;

    public double Positive(string column) => Number(column) is var value && value > 0 ? value : throw Wrong(column, Found(column), "a number above 0");

    public double Positive(string column, double whereMissing) => Has(column) ? Positive(column) : whereMissing;

    public long Whole(string column)
    {
        // Pandas makes real numbers of a column of whole ones where one is missing.
        var number = Number(column);
        return Math.Truncate(number) == number && Math.Abs(number) < 1e15 ? (long)number : throw Wrong(column, Found(column), "a whole number");
    }

    public bool Flag(string column, bool whereMissing)
    {
        if (!Has(column)) return whereMissing;

        return Value(column) switch
        {
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            { ValueKind: JsonValueKind.Number } number when number.GetDouble() is 0 or 1 => number.GetDouble() == 1,
            _ => throw Wrong(column, Found(column), "true or false"),
        };
    }

    /// <summary>Elements are in service unless the table says otherwise.</summary>
    public bool IsInService => Flag("in_service", whereMissing: true);

    public GridFormatException Wrong(string column, string found, string expected) => new(frame.File, $"{Id}, {column}", $"{found}, expected {expected}");

    private JsonElement? Value(string column) => frame.Column(column) is var place && place >= 0 ? values[place] : null;

    private string Found(string column) => Value(column) switch
    {
        null => "no such column",
        { ValueKind: JsonValueKind.Null } => "nothing",
        { } value when value.GetRawText() is { Length: <= 40 } text => text,
        { } value => value.GetRawText()[..40] + "...",
    };
}
