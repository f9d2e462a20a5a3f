using Platone.Certification;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage;

/// <summary>A record that is no reading, on its way into a batch: a tombstone.</summary>
/// <param name="Id">In the table <c>record</c>.</param>
/// <param name="TimeMicros">When it was made.</param>
public readonly record struct UncertifiedRecord(long Id, CertifiedRecord Record, long TimeMicros);

/// <summary>A reading that was certified and is gone for good; nothing of what it said.</summary>
/// <param name="Reading">The number that it had in the store.</param>
/// <param name="TombstoneSequence">The number in its stream under which its tombstone is certified.</param>
/// <param name="ErasedMicros">When, microseconds since the Unix epoch.</param>
public sealed record ErasedReading(
    Address Provider, StreamName Stream, ulong Sequence, long Reading, ulong Batch, uint Position, ulong TombstoneSequence, long ErasedMicros, string Reason)
{
    public override string ToString() =>
        $"Number {Sequence} of stream {Provider}/{Stream} was erased at {IsoTime.Format(ErasedMicros)}; "
        + $"number {TombstoneSequence} of the stream is its tombstone.";
}

/// <summary>What is to be erased: readings of one stream with numbers from <paramref name="First"/> to <paramref name="Last"/>.</summary>
/// <param name="Reason">Kept, and its hash certified: it must not say what is erased.</param>
public sealed record ErasureOrder(Address Provider, StreamName Stream, ulong First, ulong Last, string Reason);

/// <summary>Nothing was erased, and says why.</summary>
public sealed class ErasureRefusedException(string reason) : Exception(reason);
