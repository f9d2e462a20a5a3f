namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>One component, asked for its attributes by name; what is wrong with one names file, component and attribute.</summary>
internal readonly struct ComponentRow(string file, ComponentTable table, int row)
{
    public string Kind => table.Kind;

    public int Row => row;

    /// <summary>Free text that converters put beside a component.</summary>
    public string Extra => table.Extra(row);

    public int Id => Integer("id", int.MinValue + 1, int.MaxValue);

    public string IdText => Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public bool Has(string attribute) => !double.IsNaN(table.Number(row, attribute));

    public double Finite(string attribute) => table.Number(row, attribute) is var value && double.IsFinite(value)
        ? value
        : throw Wrong(attribute, Found(value), "a finite number");

    public double Finite(string attribute, double whereMissing) => Has(attribute) ? Finite(attribute) : whereMissing;

    public double Positive(string attribute) => Finite(attribute) is var value && value > 0 ? value : throw Wrong(attribute, Found(value), "a number above 0");

    public double Positive(string attribute, double whereMissing) => Has(attribute) ? Positive(attribute) : whereMissing;

    public double NotNegative(string attribute) =>
        Finite(attribute) is var value && value >= 0 ? value : throw Wrong(attribute, Found(value), "0 or a number above");

    public double NotNegative(string attribute, double whereMissing) => Has(attribute) ? NotNegative(attribute) : whereMissing;

    /// <summary>Above nothing, infinite or missing: a standard deviation.</summary>
    public double SigmaOrMissing(string attribute) =>
        table.Number(row, attribute) is var value && !(value <= 0) ? value : throw Wrong(attribute, Found(value), "a number above 0");

    public double? PositiveOrNull(string attribute) => Has(attribute) ? Positive(attribute) : null;

    public int Integer(string attribute, int least, int greatest)
    {
        var value = table.Number(row, attribute);
        if (value >= least && value <= greatest && Math.Truncate(value) == value) return (int)value;

        throw Wrong(attribute, Found(value), $"a whole number from {least} to {greatest}");
    }

    public int Integer(string attribute, int least, int greatest, int whereMissing) => Has(attribute) ? Integer(attribute, least, greatest) : whereMissing;

    public bool Flag(string attribute) => Integer(attribute, 0, 1) == 1;

    public bool Flag(string attribute, bool whereMissing) => Has(attribute) ? Flag(attribute) : whereMissing;

    /// <summary>Three phases or, of a symmetric component, one value; missing ones are not a number, infinite ones an error.</summary>
    public MeasuredValue Value(string attribute)
    {
        var value = AnyValue(attribute);
        if (double.IsInfinity(value.A) || double.IsInfinity(value.B) || double.IsInfinity(value.C))
            throw Wrong(attribute, "an infinite number", "a finite one");

        return value;
    }

    public MeasuredValue SigmaValue(string attribute)
    {
        var value = AnyValue(attribute);
        if (value.A <= 0 || value.B <= 0 || value.C <= 0) throw Wrong(attribute, Found(Math.Min(value.A, Math.Min(value.B, value.C))), "numbers above 0");

        return value;
    }

    public GridFormatException Wrong(string attribute, string found, string expected) =>
        new(file, $"{Place}, {attribute}", $"{found}, expected {expected}");

    private MeasuredValue AnyValue(string attribute)
    {
        if (!ComponentKind.IsPerPhase(Kind, attribute)) return MeasuredValue.Balanced(table.Number(row, attribute));

        var (a, b, c) = table.Phases(row, attribute);
        return MeasuredValue.PerPhase(a, b, c);
    }

    private string Place => table.Number(row, "id") is var id && double.IsNaN(id) ? $"{Kind} in row {row + 1}" : FormattableString.Invariant($"{Kind} {id}");

    private static string Found(double value) => double.IsNaN(value) ? "nothing" : FormattableString.Invariant($"{value}");
}
