using Microsoft.Data.Sqlite;
using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Storage.Audit;

/// <summary>
/// Holds a store against the chain, batch by batch in bounded memory: every leaf is made again from its row. The batch's own copy of
/// its leaves, which must lead to the root on the chain, tells which row was touched.
/// </summary>
/// <param name="recordOnChain">What the contract answers for (certifier, number); zero where it has no such batch.</param>
public sealed class StoreAudit(SqliteDatabase database, Func<Address, ulong, Task<Hash256>> recordOnChain, TimeProvider time)
{
    private readonly BatchStore _batches = new(database);
    private readonly List<AuditFinding> _findings = [];
    private long _certified;

    /// <param name="certifier">Whose batches the store should hold.</param>
    /// <param name="progress">Told the number of batches that are done, of how many.</param>
    public async Task<AuditReport> RunAsync(Address certifier, IProgress<(ulong Done, ulong Of)>? progress, CancellationToken cancellationToken)
    {
        var last = _batches.Last()?.Number ?? 0;
        var previous = Hash256.Zero;
        for (ulong number = 1; number <= last; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            previous = await CheckBatchAsync(certifier, number, previous);
            progress?.Report((number, last));
        }

        if (await recordOnChain(certifier, last + 1) is { IsZero: false } beyond)
            _findings.Add(new(AuditFindingKind.Batch, $"the chain has a batch with record {beyond} that the store lacks", last + 1));

        CheckOrphans(last);
        CheckSequences();
        CheckOverdue();
        var readings = Count("SELECT count(*) FROM reading");
        var waiting = Count("SELECT count(*) FROM reading r LEFT JOIN batch b ON b.number = r.batch WHERE b.block_number IS NULL");
        return new(readings, _certified, waiting, last, _findings);
    }

    private async Task<Hash256> CheckBatchAsync(Address certifier, ulong number, Hash256 previous)
    {
        if (_batches.Find(number) is not { } batch)
        {
            _findings.Add(new(AuditFindingKind.Batch, "the store lacks the batch", number));
            return await recordOnChain(certifier, number);
        }

        var hash = batch.Record.Hash();
        if (batch.Record.Certifier != certifier || batch.Record.Number != number)
            _findings.Add(new(AuditFindingKind.Batch, $"the record is batch {batch.Record.Number} of {batch.Record.Certifier}, not of {certifier}", number));
        if (batch.Record.Previous != previous)
            _findings.Add(new(AuditFindingKind.Batch, $"the record follows {batch.Record.Previous}, the batch before has {previous}", number));

        var onChain = await recordOnChain(certifier, number);
        if (onChain.IsZero && batch.Block is null) return hash;

        if (onChain != hash) _findings.Add(new(AuditFindingKind.Batch, $"the record hashes to {hash}, the chain has {onChain}", number));
        else if (CheckCopies(batch)) CheckReadings(batch);
        return onChain;
    }

    /// <summary>Whether the batch's own copies of leaves and index lead to the certified roots, so that they can name what differs.</summary>
    private bool CheckCopies(StoredBatch batch)
    {
        var whole = batch.Leaves.Count == batch.Record.Count && batch.Leaves.Count > 0 && new MerkleTree([.. batch.Leaves]).Root == batch.Record.Root
            && batch.Index.Count > 0 && ClosedBatch.IndexRoot(batch.Index) == batch.Record.IndexRoot;
        if (!whole) _findings.Add(new(AuditFindingKind.Batch, "the stored leaves or index entries are not those of the certified roots", batch.Record.Number));
        return whole;
    }

    private void CheckReadings(StoredBatch batch)
    {
        var number = batch.Record.Number;
        var seen = new bool[batch.Leaves.Count];
        using var connection = database.OpenReader();
        using var command = connection.Command($"SELECT {ReadingRow.ColumnsWithStream} {ReadingRow.From} WHERE r.batch=$1 ORDER BY r.position, r.id", (long)number);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var position = row.GetNullableInt64(10);
            if (position is not { } place || place < 0 || place >= seen.Length || seen[place])
            {
                _findings.Add(Finding(AuditFindingKind.Inserted, row, number, $"position {position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"} has no room for it"));
                continue;
            }

            seen[place] = true;
            if (FaultOf(row, batch.Leaves[(int)place]) is { } fault) _findings.Add(Finding(AuditFindingKind.Changed, row, number, fault));
            else _certified++;
        }

        foreach (var entry in batch.Index)
        {
            for (var place = entry.FirstPosition; place < entry.FirstPosition + entry.Count; place++)
            {
                if (!seen[place]) _findings.Add(MissingAt(connection, entry, place, number));
            }
        }
    }

    private static string? FaultOf(SqliteDataReader row, Hash256 certified)
    {
        try
        {
            var leaf = ReadingRow.ParseWithStream(row).ToRecord().Leaf();
            return leaf == certified ? null : $"the row makes leaf {leaf}, certified is {certified}";
        }
        catch (Exception e) when (e is CorruptReadingException or FormatException or InvalidCastException or OverflowException)
        {
            return e.Message;
        }
    }

    /// <summary>The number of a missing reading follows from its place where the stream's numbers in the batch have no jump.</summary>
    private static AuditFinding MissingAt(SqliteConnection connection, IndexEntry entry, uint place, ulong batch)
    {
        var noJump = entry.LastSequence - entry.FirstSequence + 1 == entry.Count;
        return new(
            AuditFindingKind.Missing, $"position {place} of the batch has no row", batch, Reading: null, StreamText(connection, entry),
            noJump ? entry.FirstSequence + (place - entry.FirstPosition) : null);
    }

    private static string StreamText(SqliteConnection connection, IndexEntry entry)
    {
        using var command = connection.Command("SELECT name FROM stream WHERE provider=$1", entry.Provider.ToArray());
        var name = command.Read(row => row.GetString(0)).FirstOrDefault(name => Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(name)) == entry.Stream);
        return $"{entry.Provider}/{name ?? entry.Stream.ToString()}";
    }

    private void CheckOrphans(ulong lastBatch)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command($"SELECT {ReadingRow.ColumnsWithStream} {ReadingRow.From} WHERE r.batch > $1 OR r.batch < 1", (long)lastBatch);
        using var row = command.ExecuteReader();
        while (row.Read()) _findings.Add(Finding(AuditFindingKind.Inserted, row, (ulong)row.GetInt64(9), "the store has no such batch"));
    }

    private void CheckSequences()
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            """
            SELECT '0x' || lower(hex(s.provider)) || '/' || s.name, before, sequence FROM
              (SELECT stream, sequence, lag(sequence, 1, 0) OVER (PARTITION BY stream ORDER BY sequence) AS before FROM reading)
            JOIN stream s ON s.id = stream WHERE sequence <> before + 1
            """);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var (before, next) = (row.GetInt64(1), row.GetInt64(2));
            var detail = before == 0 ? $"the stream starts at {next}" : $"{next} follows {before}";
            _findings.Add(new(AuditFindingKind.Gap, detail, Stream: row.GetString(0), Sequence: (ulong)next));
        }
    }

    private void CheckOverdue()
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            $"SELECT {ReadingRow.ColumnsWithStream} FROM reading r JOIN stream s ON s.id = r.stream LEFT JOIN batch b ON b.number = r.batch WHERE b.block_number IS NULL AND r.certify_by < $1 LIMIT 1000",
            time.GetUtcNow().ToUnixTimeSeconds());
        using var row = command.ExecuteReader();
        while (row.Read()) _findings.Add(Finding(AuditFindingKind.Overdue, row, (ulong?)row.GetNullableInt64(9), "not on the chain by the time that its receipt promised"));
    }

    private long Count(string sql)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(sql);
        return (long)command.ExecuteScalar()!;
    }

    private static AuditFinding Finding(AuditFindingKind kind, SqliteDataReader row, ulong? batch, string detail) => new(
        kind, detail, batch, row.GetInt64(0), $"{row.GetAddress(ReadingRow.Count)}/{row.GetString(ReadingRow.Count + 1)}", (ulong)row.GetInt64(1));
}
