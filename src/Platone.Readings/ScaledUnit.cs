namespace Platone.Readings;

/// <summary>A unit as tables and archives write it: a symbol of <see cref="UnitSymbols"/>, with a prefix or without, or <c>%</c>.</summary>
/// <param name="Unit">The base unit.</param>
/// <param name="PowerOfTen">From the value as written to the base unit.</param>
readonly record struct ScaledUnit(UnitSymbol Unit, int PowerOfTen)
{
    public const string Expected = "a unit such as W, kWh, MVA, degC, none or %";

    /// <summary>Case counts: <c>mW</c> and <c>MW</c> are a thousand million apart.</summary>
    public static bool TryParse(string text, out ScaledUnit scaled)
    {
        if (UnitSymbols.TryParse(text, out var unit))
        {
            scaled = new(unit, 0);
            return true;
        }

        if (text == "%")
        {
            scaled = new(UnitSymbol.None, -2);
            return true;
        }

        scaled = default;
        if (text.Length < 2 || Power(text[0]) is not { } power || !UnitSymbols.TryParse(text[1..], out unit) || !TakesPrefix(unit)) return false;

        scaled = new(unit, power);
        return true;
    }

    private static int? Power(char prefix) => prefix switch
    {
        'm' => -3,
        'k' => 3,
        'M' => 6,
        'G' => 9,
        _ => null,
    };

    private static bool TakesPrefix(UnitSymbol unit) =>
        unit is not (UnitSymbol.None or UnitSymbol.Deg or UnitSymbol.DegC or UnitSymbol.M3 or UnitSymbol.CosTheta);
}
