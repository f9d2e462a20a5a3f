using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification;

/// <summary>
/// The texts of a proof file as values. Every value has one spelling, so that a file in which any character of one was changed does not verify.
/// </summary>
static class ProofText
{
    /// <exception cref="FormatException">Not 0x and lower-case hexadecimal digits. JSON may hold a null in a list of texts.</exception>
    public static byte[] Bytes(string? text)
    {
        if (text is null) throw new FormatException("null is not 0x and lower-case hexadecimal digits.");

        var bytes = Hex.Decode(text);
        return Hex.Encode(bytes) == text ? bytes : throw new FormatException($"'{text}' is not 0x and lower-case hexadecimal digits.");
    }

    /// <exception cref="FormatException">Not the 32 bytes of a hash.</exception>
    public static Hash256 Hash(string? text) =>
        Bytes(text) is { Length: Hash256.Length } bytes ? new(bytes) : throw new FormatException($"'{text}' is not 32 bytes.");

    /// <returns>Microseconds since the Unix epoch.</returns>
    /// <exception cref="FormatException">Not a time in its one spelling.</exception>
    public static long Time(string text) =>
        IsoTime.TryParse(text, out var micros, out _) && IsoTime.Format(micros) == text
            ? micros
            : throw new FormatException($"'{text}' is no time in UTC to the microsecond.");

    /// <summary>The content hash of a reading, or of a revision where it replaces another.</summary>
    /// <exception cref="FormatException">A value is none, or is not in its one spelling.</exception>
    public static Hash256 Content(string time, string value, string unit, ushort quality, string raw, ulong? replaces)
    {
        var micros = Time(time);
        if (!ExactDecimal.TryParse(value, out var number) || number.ToString() != value)
            throw new FormatException($"'{value}' is no decimal number in its shortest form.");
        if (!UnitSymbols.TryParse(unit, out var symbol)) throw new FormatException($"'{unit}' is no unit.");

        var content = RecordContent.Reading(micros, number, symbol, quality, Keccak256.Hash(Bytes(raw)));
        return replaces is { } replaced ? RecordContent.Revision(replaced, content) : content;
    }
}
