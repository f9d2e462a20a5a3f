using System.Data.Common;
using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Storage.Audit;

/// <summary>A batch as the store has it, held against what the chain has under its number.</summary>
/// <param name="Stored">What can be believed, because it leads to what is on the chain; null where there is a fault.</param>
/// <param name="Fault">Why the store's own copy of the batch is of no use, or null.</param>
sealed record AuditedBatch(ulong Number, Hash256 OnChain, StoredBatch? Stored, string? Fault)
{
    private const int MostLeafBytes = ClosedBatch.MaxCount * Hash256.Length;
    private const int MostEntryBytes = ClosedBatch.MaxCount * IndexEntry.EncodedLength;

    /// <param name="read">As <see cref="ReadStored"/> has it.</param>
    public static AuditedBatch Of(ulong number, Hash256 onChain, (StoredBatch? Batch, string? Fault) read)
    {
        var fault = read.Fault ?? FaultOf(read.Batch, onChain);
        return new(number, onChain, fault is null ? read.Batch : null, fault);
    }

    /// <summary>The batches that the store has between two numbers, or why one cannot be read.</summary>
    public static Dictionary<ulong, (StoredBatch? Batch, string? Fault)> ReadStored(DbConnection connection, ulong first, ulong last)
    {
        using var command = connection.Command(
            FormattableString.Invariant($"""
            SELECT number, record, CASE WHEN length(leaves) <= {MostLeafBytes} THEN leaves END,
              CASE WHEN length(entries) <= {MostEntryBytes} THEN entries END, block_number, block_hash
            FROM batch WHERE number BETWEEN $1 AND $2
            """), (long)first, (long)last);
        return command.Read(row => ((ulong)row.GetInt64(0), Parse(row))).ToDictionary(batch => batch.Item1, batch => batch.Item2);
    }

    private static (StoredBatch? Batch, string? Fault) Parse(DbDataReader row)
    {
        try
        {
            return (BatchStore.Parse(row, 1), null);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidCastException or InvalidOperationException)
        {
            return (null, $"the stored batch cannot be read: {e.Message}");
        }
    }

    private static string? FaultOf(StoredBatch? stored, Hash256 onChain)
    {
        if (stored is null) return "the store lacks the batch";
        if (stored.Record.Hash() is var hash && hash != onChain) return $"the record hashes to {hash}, the chain has {onChain}";
        if (stored.Leaves.Count == 0 && stored.Index.Count == 0)
            return $"the batch was closed after the backup that the store came from: its {stored.Record.Count} readings are not in the store";

        return HasCertifiedRoots(stored) ? null : "the stored leaves or index entries are not those of the certified roots";
    }

    /// <summary>Whether the batch's own copies of leaves and index lead to the certified roots, so that they can name what differs.</summary>
    private static bool HasCertifiedRoots(StoredBatch batch) =>
        batch.Leaves.Count == batch.Record.Count && batch.Leaves.Count > 0 && new MerkleTree([.. batch.Leaves]).Root == batch.Record.Root
        && batch.Index.Count > 0 && ClosedBatch.IndexRoot(batch.Index) == batch.Record.IndexRoot;
}
