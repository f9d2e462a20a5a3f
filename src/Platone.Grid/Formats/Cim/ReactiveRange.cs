namespace Platone.Grid.Formats.Cim;

/// <summary>How much reactive power equipment gives at least and at most.</summary>
readonly record struct ReactiveRange(double MinimumVar, double MaximumVar)
{
    public static ReactiveRange Unlimited { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Some tools write the greatest number there is for no limit.</summary>
    public static ReactiveRange OfMvar(double? minimum, double? maximum) =>
        new(1e6 * minimum ?? double.NegativeInfinity, 1e6 * maximum ?? double.PositiveInfinity);
}
