using System.Globalization;

namespace Platone.Readings;

/// <summary>
/// The quality of a reading as one number: <c>category &lt;&lt; 12 | index</c> of an IEC 61968-9 quality code <c>system.category.index</c>; 0 is valid.
/// The system that judged (head end, meter data management, ...) is left out: it does not change what the judgement says.
/// </summary>
public static class ReadingQuality
{
    public const ushort Valid = 0;

    private const int IndexBits = 12, MaxIndex = (1 << IndexBits) - 1;

    // 0 valid, 1 diagnostics, 2 power quality, 3 tamper, 4 data collection, 5 reasonability, 6 validation, 7 edited, 8 estimated, 9 (obsolete),
    // 10 questionable, 11 derived, 12 projected.
    private const int MaxCategory = 12;

    // 0 not stated, 1 end device, 2 metering system, 3 meter data management, 4 other, 5 external.
    private const int MaxSystem = 5;

    public static int Category(ushort quality) => quality >> IndexBits;

    public static int Index(ushort quality) => quality & MaxIndex;

    /// <summary>Of several judgements the one with the highest category stands, and within a category the highest index.</summary>
    public static ushort Worse(ushort one, ushort other) => Math.Max(one, other);

    /// <summary>Reads <c>system.category.index</c>, such as <c>1.0.0</c>.</summary>
    public static bool TryParse(string code, out ushort quality)
    {
        quality = Valid;
        if (code?.Split('.') is not { Length: 3 } fields) return false;
        if (!TryField(fields[0], MaxSystem, out _)) return false;
        if (!TryField(fields[1], MaxCategory, out var category) || !TryField(fields[2], MaxIndex, out var index)) return false;

        quality = (ushort)(category << IndexBits | index);
        return true;
    }

    private static bool TryField(string text, int max, out int field) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out field) && field <= max;
}
