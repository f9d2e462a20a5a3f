namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>A tap changer as the format tells it: volts of one winding a step, and impedances at the ends of its range.</summary>
/// <param name="Minimum">Position of the lowest voltage, which may be above <paramref name="Maximum"/>.</param>
internal readonly record struct Taps(int Side, int Position, int Minimum, int Maximum, int Nominal, double StepV, bool WasOutside)
{
    public int Lowest => Math.Min(Minimum, Maximum);

    public int Highest => Math.Max(Minimum, Maximum);

    public static Taps Read(in ComponentRow row, int sides)
    {
        var minimum = Tap(row, "tap_min");
        var maximum = Tap(row, "tap_max");
        var nominal = Tap(row, "tap_nom", 0);
        var given = Tap(row, "tap_pos", nominal);
        var position = Math.Clamp(given, Math.Min(minimum, maximum), Math.Max(minimum, maximum));
        return new(row.Integer("tap_side", 0, sides - 1), position, minimum, maximum, nominal, row.NotNegative("tap_size"), given != position);
    }

    /// <summary>Added to the winding's rated voltage.</summary>
    public double AddedV(int position) => (Maximum > Minimum ? 1 : -1) * (position - Nominal) * StepV;

    /// <exception cref="GridFormatException">A position of the range would leave the winding no voltage.</exception>
    public void RequireVoltageLeft(in ComponentRow row, double ratedV)
    {
        if (ratedV + Math.Min(AddedV(Lowest), AddedV(Highest)) > 0) return;

        var found = FormattableString.Invariant($"{StepV} V");
        throw row.Wrong("tap_size", found, FormattableString.Invariant($"steps that leave something of {ratedV} V"));
    }

    /// <summary>A value that is known at the nominal position and at both ends: straight lines between.</summary>
    public double Between(int position, double atMinimum, double nominal, double atMaximum)
    {
        var isTowardsMaximum = position <= Math.Max(Nominal, Maximum) && position >= Math.Min(Nominal, Maximum);
        var (end, atEnd) = isTowardsMaximum ? (Maximum, atMaximum) : (Minimum, atMinimum);
        return end == Nominal ? nominal : nominal + (position - Nominal) * (atEnd - nominal) / (end - Nominal);
    }

    /// <summary>Null where the position cannot be another and changes nothing.</summary>
    public TapChanger? Changer(Func<int, TapStep> step)
    {
        if (Lowest == Highest && step(Lowest) == NeutralStep) return null;

        return new(Position, Lowest, new TapSteps(Lowest, Highest - Lowest + 1, step));
    }

    private static TapStep NeutralStep => new(1, 0);

    private static int Tap(in ComponentRow row, string attribute) => row.Integer(attribute, sbyte.MinValue + 1, sbyte.MaxValue);

    private static int Tap(in ComponentRow row, string attribute, int whereMissing) => row.Has(attribute) ? Tap(row, attribute) : whereMissing;
}
