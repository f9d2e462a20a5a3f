using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>A batch ready for the chain: its record, and what is needed to prove any of its leaves.</summary>
/// <param name="Leaves">By position.</param>
/// <param name="Index">One entry a stream, in the order of positions.</param>
public sealed record ClosedBatch(BatchRecord Record, IReadOnlyList<Hash256> Leaves, IReadOnlyList<IndexEntry> Index)
{
    /// <summary>The most records that one batch holds.</summary>
    public const int MaxCount = 8192;

    /// <param name="records">Sorted here in place by <see cref="CertifiedRecord.CompareByPosition"/>; no two of one (provider, stream, sequence).</param>
    /// <param name="previous">The hash of batch <paramref name="number"/> - 1, zero where there is none.</param>
    public static ClosedBatch Close(
        Span<CertifiedRecord> records, Hash256 previous, Address certifier, ulong number, long from, long to, long closed, BatchFlags flags)
    {
        if (records.IsEmpty || records.Length > MaxCount)
            throw new ArgumentException($"A batch holds 1 to {MaxCount} records, not {records.Length}.", nameof(records));

        records.Sort(CertifiedRecord.CompareByPosition);
        for (var i = 1; i < records.Length; i++)
        {
            if (CertifiedRecord.CompareByPosition(records[i - 1], records[i]) == 0)
                throw new ArgumentException(
                    $"Two records have sequence {records[i].Sequence} in stream {records[i].Stream} of {records[i].Provider}.", nameof(records));
        }

        var leaves = CertifiedRecord.Leaves(records);
        var index = IndexEntry.Of(records);
        var record = new BatchRecord(
            previous, certifier, number, new MerkleTree(leaves).Root, (uint)leaves.Length, IndexRoot(index), from, to, closed, flags);
        return new(record, leaves, index);
    }

    public static Hash256 IndexRoot(IReadOnlyList<IndexEntry> index) => IndexEntry.TreeOf(index).Root;
}
