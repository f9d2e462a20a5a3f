using System.Data.Common;
using Platone.Certification;
using Platone.Contracts.Following;
using Platone.Contracts.Sending;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage;

/// <param name="CertifyBy">Unix seconds, as its receipt promises.</param>
public readonly record struct UncertifiedReading(StoredReading Reading, long CertifyBy);

/// <param name="Block">Where the chain has it, null while its call is under way.</param>
public sealed record StoredBatch(BatchRecord Record, IReadOnlyList<Hash256> Leaves, IReadOnlyList<IndexEntry> Index, ChainPosition? Block);

/// <summary>The batches: closed with the call that certifies them in one commit, then marked when the chain has them.</summary>
public sealed class BatchStore(Database database)
{
    /// <summary>The oldest readings that no batch holds yet.</summary>
    /// <param name="late">Those out of archives, which are certified apart from the others.</param>
    public IReadOnlyList<UncertifiedReading> Uncertified(int limit, bool late = false)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            $"SELECT {ReadingRow.ColumnsWithStream}, r.certify_by {ReadingRow.From} WHERE r.batch IS NULL AND r.late=$2 ORDER BY r.id LIMIT $1",
            limit, late ? 1L : 0L);
        var names = new Dictionary<string, StreamName>();
        return [.. command.Read(row => Uncertified(row, names)).OfType<UncertifiedReading>()];
    }

    /// <summary>A row that somebody damaged before it was certified is left out, and so for the audit to find: the rest must not wait for it.</summary>
    private static UncertifiedReading? Uncertified(DbDataReader row, Dictionary<string, StreamName> names)
    {
        try
        {
            return new(ReadingRow.ParseWithStream(row, names), row.GetInt64(ReadingRow.Count + 2));
        }
        catch (Exception e) when (e is CorruptReadingException or FormatException or InvalidCastException)
        {
            return null;
        }
    }

    /// <summary>The oldest records beside readings that no batch holds yet: tombstones.</summary>
    public IReadOnlyList<UncertifiedRecord> UncertifiedRecords(int limit)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            """
            SELECT r.id, r.kind, r.sequence, r.time, r.body, r.salt, s.provider, s.name FROM record r JOIN stream s ON s.id = r.stream
            WHERE r.batch IS NULL ORDER BY r.id LIMIT $1
            """,
            limit);
        return command.Read(row => new UncertifiedRecord(
            row.GetInt64(0),
            new(
                (RecordKind)row.GetInt64(1), row.GetAddress(6), StreamName.Parse(row.GetString(7)).Hash, (ulong)row.GetInt64(2),
                Keccak256.Hash(row.GetBytes(4)), row.GetHash(5), Origin: Hash256.Zero),
            row.GetInt64(3)));
    }

    /// <summary>How many readings wait for a batch, and records beside them, which go with those that are not out of archives.</summary>
    public long CountUncertified(bool late = false)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            "SELECT (SELECT count(*) FROM reading WHERE batch IS NULL AND late=$1) + (SELECT count(*) FROM record WHERE batch IS NULL AND 0=$1)",
            late ? 1L : 0L);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Puts a closed batch, its readings' positions and the call that certifies it into the store: all of it or nothing.</summary>
    /// <param name="readingsByPosition">In the order of the leaves.</param>
    public Task CloseAsync(ClosedBatch batch, IReadOnlyList<PlacedReading> readingsByPosition, NewCall certify, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                // No reading has the number -1: records have positions among the readings, and a table of their own.
                var placed = database.Place(connection, batch.Record.Number, [.. readingsByPosition.Select(row => row.IsRecord ? new(-1, 0) : row)])
                    + PlaceRecords(connection, batch.Record.Number, readingsByPosition);
                if (placed != readingsByPosition.Count)
                {
                    throw new InvalidOperationException(
                        $"{readingsByPosition.Count - placed} of the batch's {readingsByPosition.Count} readings are in another batch already.");
                }

                connection.Execute(
                    "INSERT INTO batch (number, record, leaves, entries, call) VALUES ($1,$2,$3,$4,$5)",
                    (long)batch.Record.Number, batch.Record.Encode(), BatchBlobs.Leaves(batch.Leaves), BatchBlobs.Index(batch.Index),
                    OutboxStore.Insert(connection, certify));
            },
            cancellationToken);

    public StoredBatch? Find(ulong number)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command("SELECT record, leaves, entries, block_number, block_hash FROM batch WHERE number=$1", (long)number);
        return command.Read(row => Parse(row, 0)).SingleOrDefault();
    }

    /// <summary>The numbers that no chain with <paramref name="last"/> batches has, lowest first.</summary>
    internal IEnumerable<long> NumbersOutside(ulong last)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command("SELECT number FROM batch WHERE number < 1 OR number > $1 ORDER BY number", (long)last);
        using var row = command.ExecuteReader();
        while (row.Read()) yield return row.GetInt64(0);
    }

    /// <summary>The newest batch's record, on the chain or on its way.</summary>
    public BatchRecord? Last()
    {
        using var connection = database.OpenReader();
        using var command = connection.Command("SELECT record FROM batch ORDER BY number DESC LIMIT 1");
        return command.Read(row => (BatchRecord?)BatchRecord.Decode(row.GetBytes(0))).SingleOrDefault();
    }

    /// <summary>A batch's readings, by position.</summary>
    public IReadOnlyList<StoredReading> ReadingsOf(ulong number)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command($"SELECT {ReadingRow.ColumnsWithStream} {ReadingRow.From} WHERE r.batch=$1 ORDER BY r.position", (long)number);
        var names = new Dictionary<string, StreamName>();
        return command.Read(row => ReadingRow.ParseWithStream(row, names));
    }

    private static int PlaceRecords(DbConnection connection, ulong batch, IReadOnlyList<PlacedReading> byPosition)
    {
        var placed = 0;
        for (var position = 0; position < byPosition.Count; position++)
        {
            if (!byPosition[position].IsRecord) continue;

            using var place = connection.Command(
                "UPDATE record SET batch=$1, position=$2 WHERE id=$3 AND batch IS NULL", (long)batch, (long)position, byPosition[position].Id);
            placed += place.ExecuteNonQuery();
        }

        return placed;
    }

    /// <summary>Marks a batch as seen on the chain; part of the follower's transaction.</summary>
    internal static void MarkCertified(DbConnection connection, ulong number, ChainPosition block) =>
        connection.Execute("UPDATE batch SET block_number=$2, block_hash=$3 WHERE number=$1", (long)number, (long)block.Number, block.Hash.ToArray());

    /// <summary>What was certified behind the ancestor is so no more; part of the follower's transaction.</summary>
    internal static void RollBack(DbConnection connection, ulong ancestor) =>
        connection.Execute("UPDATE batch SET block_number=NULL, block_hash=NULL WHERE block_number > $1", (long)ancestor);

    /// <param name="first">Where the columns record, leaves, entries, block_number, block_hash begin.</param>
    internal static StoredBatch Parse(DbDataReader row, int first) => new(
        BatchRecord.Decode(row.GetBytes(first)), BatchBlobs.ParseLeaves(row.GetBytes(first + 1)), BatchBlobs.ParseIndex(row.GetBytes(first + 2)),
        row.IsDBNull(first + 3) ? null : new ChainPosition((ulong)row.GetInt64(first + 3), row.GetHash(first + 4)));
}
