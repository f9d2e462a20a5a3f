using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification;

/// <summary>An accepted reading with everything that its leaf is made of.</summary>
/// <param name="Id">Its number in the store.</param>
/// <param name="Sequence">The device's own number, else given at acceptance.</param>
/// <param name="Replaces">Set for a revision: the sequence it replaces.</param>
/// <param name="RawPart">The reading's own bytes of the message it came in.</param>
/// <param name="Signature">The device's own, where it signed: over its provider, stream, sequence and content.</param>
/// <param name="Batch">The batch that certifies it, once there is one, and its position there.</param>
public sealed record StoredReading(
    long Id, Address Provider, StreamName Stream, ulong Sequence, long TimeMicros, ExactDecimal Value, UnitSymbol Unit, ushort Quality, ulong? Replaces,
    byte[] RawPart, Hash256 Salt, ulong? Batch, uint? Position, Signature? Signature = null)
{
    /// <summary>How many contents are laid side by side for <see cref="Keccak256.HashMany"/>: 3 KiB of the stack.</summary>
    private const int ContentsAtOnce = 16;

    public RecordKind Kind => Replaces is null ? RecordKind.Reading : RecordKind.Revision;

    public CertifiedRecord ToRecord() => ToRecord(RecordContent.Reading(TimeMicros, Value, Unit, Quality, Keccak256.Hash(RawPart)));

    /// <summary>The records of many readings, in the same order: faster than one by one.</summary>
    public static CertifiedRecord[] ToRecords(ReadOnlySpan<StoredReading> readings)
    {
        const int Length = RecordContent.ReadingLength;
        var records = new CertifiedRecord[readings.Length];
        Span<byte> encoded = stackalloc byte[ContentsAtOnce * Length];
        Span<Hash256> contents = stackalloc Hash256[ContentsAtOnce];
        for (var first = 0; first < readings.Length; first += ContentsAtOnce)
        {
            var count = Math.Min(readings.Length - first, ContentsAtOnce);
            for (var i = 0; i < count; i++) readings[first + i].WriteContent(encoded[(i * Length)..]);
            Keccak256.HashMany(encoded[..(count * Length)], Length, contents[..count]);
            for (var i = 0; i < count; i++) records[first + i] = readings[first + i].ToRecord(contents[i]);
        }

        return records;
    }

    private void WriteContent(Span<byte> destination) =>
        RecordContent.WriteReading(TimeMicros, Value, Unit, Quality, Keccak256.Hash(RawPart), destination);

    private CertifiedRecord ToRecord(Hash256 reading)
    {
        var content = Replaces is { } replaced ? RecordContent.Revision(replaced, reading) : reading;
        return new(Kind, Provider, Stream.Hash, Sequence, content, Salt, DeviceSignature.OriginHash(Signature));
    }
}
