using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Platone.Readings;

/// <summary>The units' symbols as people and messages write them: <c>Wh</c>, <c>var</c>, <c>degC</c>; <c>none</c> for a plain number.</summary>
public static class UnitSymbols
{
    private static readonly FrozenDictionary<UnitSymbol, string> Texts = new Dictionary<UnitSymbol, string>
    {
        [UnitSymbol.None] = "none",
        [UnitSymbol.A] = "A",
        [UnitSymbol.Deg] = "deg",
        [UnitSymbol.Rad] = "rad",
        [UnitSymbol.DegC] = "degC",
        [UnitSymbol.V] = "V",
        [UnitSymbol.J] = "J",
        [UnitSymbol.Hz] = "Hz",
        [UnitSymbol.W] = "W",
        [UnitSymbol.M3] = "m3",
        [UnitSymbol.VA] = "VA",
        [UnitSymbol.Var] = "var",
        [UnitSymbol.CosTheta] = "cosTheta",
        [UnitSymbol.VAh] = "VAh",
        [UnitSymbol.Wh] = "Wh",
        [UnitSymbol.Varh] = "varh",
        [UnitSymbol.Ah] = "Ah",
    }.ToFrozenDictionary();

    private const int MaxLength = 8;

    private static readonly FrozenDictionary<string, UnitSymbol> Units = Texts.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The symbol, or the code's number where the code is none of <see cref="UnitSymbol"/>.</summary>
    public static string Text(UnitSymbol unit) => Texts.GetValueOrDefault(unit) ?? unit.ToString("D");

    /// <summary>Case counts: <c>VAr</c> and <c>kw</c> are no symbols.</summary>
    public static bool TryParse(string text, out UnitSymbol unit) => Units.TryGetValue(text, out unit);

    /// <inheritdoc cref="TryParse(string, out UnitSymbol)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out UnitSymbol unit)
    {
        unit = default;
        Span<char> text = stackalloc char[MaxLength];
        return Ascii.ToUtf16(utf8, text, out var length) == OperationStatus.Done
            && Units.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out unit);
    }

    /// <summary>True for a code that <see cref="UnitSymbol"/> names.</summary>
    public static bool IsKnown(UnitSymbol unit) => Texts.ContainsKey(unit);
}
