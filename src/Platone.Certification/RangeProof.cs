using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification;

/// <summary>A batch as a range proof is made from it.</summary>
/// <param name="Readings">The stream's readings of this batch within the range, by position; empty where it has none of the stream.</param>
public sealed record BatchOfRange(BatchRecord Record, IReadOnlyList<Hash256> Leaves, IReadOnlyList<IndexEntry> Index, IReadOnlyList<StoredReading> Readings);

/// <summary>Makes range proofs.</summary>
public static class RangeProof
{
    /// <param name="first">The first reading's number: a range begins and ends with readings, so that nothing can hide at its edges.</param>
    /// <param name="last">The last reading's number.</param>
    /// <param name="batches">Every batch from the one that holds the first reading to the one that holds the last.</param>
    /// <param name="chain">Where the last of these batches stands.</param>
    public static RangeProofFile Create(
        Address provider, StreamName stream, ulong first, ulong last, IEnumerable<BatchOfRange> batches, ProofChain chain) => new(
        RangeProofFile.FormatName, RangeProofFile.CurrentVersion, provider.ToString(), stream.ToString(), first, last,
        [.. batches.Select(batch => Of(batch, provider, stream.Hash))], chain);

    private static RangeBatch Of(BatchOfRange batch, Address provider, Hash256 stream)
    {
        var tree = IndexEntry.TreeOf(batch.Index);
        var (place, count) = PlaceOf(batch.Index, provider, stream);
        var index = new RangeIndex(
            [.. batch.Index.Skip(place).Take(count).Select(Encode)], (uint)place, (uint)batch.Index.Count, Texts(tree.PathOf(place, count)));
        if (batch.Readings.Count == 0) return new(Hex.Encode(batch.Record.Encode()), index);

        var position = (int)batch.Readings[0].Position!.Value;
        var path = new MerkleTree([.. batch.Leaves]).PathOf(position, batch.Readings.Count);
        return new(Hex.Encode(batch.Record.Encode()), index, new((uint)position, Texts(path), [.. batch.Readings.Select(RangeReading.Of)]));
    }

    /// <summary>The stream's own entry, or the neighbours of the place where it would stand: one at the index's ends, two between.</summary>
    private static (int Place, int Count) PlaceOf(IReadOnlyList<IndexEntry> index, Address provider, Hash256 stream)
    {
        var behind = 0;
        while (behind < index.Count && index[behind].CompareTo(provider, stream) < 0) behind++;
        if (behind < index.Count && index[behind].CompareTo(provider, stream) == 0) return (behind, 1);

        return behind == 0 ? (0, 1) : behind == index.Count ? (behind - 1, 1) : (behind - 1, 2);
    }

    private static string Encode(IndexEntry entry)
    {
        var bytes = new byte[IndexEntry.EncodedLength];
        entry.Encode(bytes);
        return Hex.Encode(bytes);
    }

    private static string[] Texts(IReadOnlyList<Hash256> hashes) => [.. hashes.Select(hash => hash.ToString())];
}
