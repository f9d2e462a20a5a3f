namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>A value at the minimum, the nominal and the maximum tap.</summary>
internal readonly record struct TapValues(double Minimum, double Nominal, double Maximum)
{
    public double Least => Math.Min(Nominal, Math.Min(Minimum, Maximum));

    public bool IsConstant => Minimum == Nominal && Maximum == Nominal;

    /// <param name="pair">Of windings, as <c>_12</c>.</param>
    public static TapValues Read(in ComponentRow row, string name, string pair)
    {
        var nominal = row.Finite(name + pair);
        return new(row.Finite($"{name}{pair}_min", nominal), nominal, row.Finite($"{name}{pair}_max", nominal));
    }

    public double At(Taps taps, int position) => taps.Between(position, Minimum, Nominal, Maximum);
}
