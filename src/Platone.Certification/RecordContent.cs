using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification;

/// <summary>The content hashes of record format v1 (docs/proofs.md), one function a kind.</summary>
public static class RecordContent
{
    /// <summary>Bytes that are hashed for a reading.</summary>
    public const int ReadingLength = 6 * AbiWriter.WordLength;

    /// <param name="timeMicros">Microseconds since the Unix epoch, UTC.</param>
    /// <param name="value">In the base unit of <paramref name="unit"/>.</param>
    /// <param name="quality">0 is valid; see docs/readings.md.</param>
    /// <param name="rawHash">Keccak-256 of the reading's own part of the raw message.</param>
    public static Hash256 Reading(long timeMicros, ExactDecimal value, UnitSymbol unit, ushort quality, Hash256 rawHash)
    {
        Span<byte> encoded = stackalloc byte[ReadingLength];
        WriteReading(timeMicros, value, unit, quality, rawHash, encoded);
        return Keccak256.Hash(encoded);
    }

    /// <summary>Writes the bytes that <see cref="Reading"/> hashes.</summary>
    internal static void WriteReading(long timeMicros, ExactDecimal value, UnitSymbol unit, ushort quality, Hash256 rawHash, Span<byte> destination)
    {
        var words = new AbiWriter(destination);
        words.Write(timeMicros);
        words.Write(value.Mantissa);
        words.Write((long)value.Exponent);
        words.Write((ulong)unit);
        words.Write((ulong)quality);
        words.Write(rawHash);
    }

    /// <summary>A reading that replaces an earlier one of the same stream, for the same time.</summary>
    public static Hash256 Revision(ulong replacesSequence, Hash256 readingContent)
    {
        var words = new AbiWriter(stackalloc byte[2 * AbiWriter.WordLength]);
        words.Write(replacesSequence);
        words.Write(readingContent);
        return Keccak256.Hash(words.Written);
    }
}
