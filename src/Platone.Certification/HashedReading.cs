using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification;

/// <summary>A reading as its leaf is made of it: of the raw part, the stream's name and the device's signature only the hashes.</summary>
/// <param name="Sequence">The device's own number, else given at acceptance.</param>
/// <param name="Replaces">Set for a revision: the sequence it replaces.</param>
/// <param name="Origin">As <see cref="DeviceSignature.OriginHash"/>.</param>
public readonly record struct HashedReading(
    Address Provider, Hash256 Stream, ulong Sequence, long TimeMicros, ExactDecimal Value, UnitSymbol Unit, ushort Quality, ulong? Replaces,
    Hash256 RawHash, Hash256 Salt, Hash256 Origin)
{
    /// <summary>How many contents are laid side by side for <see cref="Keccak256.HashMany"/>: 3 KiB of the stack.</summary>
    private const int ContentsAtOnce = 16;

    public CertifiedRecord ToRecord() => ToRecord(RecordContent.Reading(TimeMicros, Value, Unit, Quality, RawHash));

    /// <summary>The records of many readings, in the same order: faster than one by one.</summary>
    /// <param name="records">One for each reading.</param>
    public static void ToRecords(ReadOnlySpan<HashedReading> readings, Span<CertifiedRecord> records)
    {
        const int Length = RecordContent.ReadingLength;
        Span<byte> encoded = stackalloc byte[ContentsAtOnce * Length];
        Span<Hash256> contents = stackalloc Hash256[ContentsAtOnce];
        for (var first = 0; first < readings.Length; first += ContentsAtOnce)
        {
            var own = readings.Slice(first, Math.Min(readings.Length - first, ContentsAtOnce));
            for (var i = 0; i < own.Length; i++) own[i].WriteContent(encoded[(i * Length)..]);
            Keccak256.HashMany(encoded[..(own.Length * Length)], Length, contents[..own.Length]);
            for (var i = 0; i < own.Length; i++) records[first + i] = own[i].ToRecord(contents[i]);
        }
    }

    private void WriteContent(Span<byte> destination) => RecordContent.WriteReading(TimeMicros, Value, Unit, Quality, RawHash, destination);

    private CertifiedRecord ToRecord(Hash256 reading) => Replaces is { } replaced
        ? new(RecordKind.Revision, Provider, Stream, Sequence, RecordContent.Revision(replaced, reading), Salt, Origin)
        : new(RecordKind.Reading, Provider, Stream, Sequence, reading, Salt, Origin);
}
