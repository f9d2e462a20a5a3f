using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification;

/// <summary>An accepted reading with everything that its leaf is made of.</summary>
/// <param name="Id">Its number in the store.</param>
/// <param name="Sequence">The device's own number, else given at acceptance.</param>
/// <param name="Replaces">Set for a revision: the sequence it replaces.</param>
/// <param name="RawPart">The reading's own bytes of the message it came in.</param>
/// <param name="Batch">The batch that certifies it, once there is one, and its position there.</param>
public sealed record StoredReading(
    long Id, Address Provider, StreamName Stream, ulong Sequence, long TimeMicros, ExactDecimal Value, UnitSymbol Unit, ushort Quality, ulong? Replaces,
    byte[] RawPart, Hash256 Salt, ulong? Batch, uint? Position)
{
    public RecordKind Kind => Replaces is null ? RecordKind.Reading : RecordKind.Revision;

    public CertifiedRecord ToRecord()
    {
        var content = RecordContent.Reading(TimeMicros, Value, Unit, Quality, Keccak256.Hash(RawPart));
        if (Replaces is { } replaced) content = RecordContent.Revision(replaced, content);
        return new(Kind, Provider, Stream.Hash, Sequence, content, Salt, Origin: Hash256.Zero);
    }
}
