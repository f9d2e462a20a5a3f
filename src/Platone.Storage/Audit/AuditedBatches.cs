using System.Data.Common;
using System.Globalization;
using System.Threading.Channels;
using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Storage.Audit;

/// <summary>A piece of what stands in the store: some batches, rows of them, or that there are no more rows of them.</summary>
sealed record AuditedPiece(IReadOnlyList<AuditedBatch>? Batches, IReadOnlyList<AuditedRow>? Rows);

/// <param name="OnChain">What the chain has under the number.</param>
/// <param name="Stored">Null where the store lacks it or it cannot be read, see <paramref name="Fault"/>.</param>
sealed record AuditedBatch(ulong Number, Hash256 OnChain, StoredBatch? Stored, string? Fault);

/// <summary>Reads batches and their rows by few large queries on a thread of its own, a little ahead of whoever checks them.</summary>
/// <param name="recordOnChain">What the contract answers for a number.</param>
sealed class AuditedBatches(Database database, Func<ulong, Task<Hash256>> recordOnChain, AuditScope scope)
{
    /// <summary>In one query, and asked of the chain at once.</summary>
    private const int BatchesAtOnce = 16;

    /// <summary>In one piece.</summary>
    private const int RowsAtOnce = 2048;

    /// <summary>How many pieces wait at the most.</summary>
    private const int PiecesAhead = 4;

    private const int MostLeafBytes = ClosedBatch.MaxCount * Hash256.Length;
    private const int MostEntryBytes = ClosedBatch.MaxCount * IndexEntry.EncodedLength;

    private readonly AuditedStreams _streams = new();

    /// <param name="first">Up to the last that the chain has, or the scope's last.</param>
    public ChannelReader<AuditedPiece> Start(ulong first, CancellationToken cancellationToken)
    {
        var pieces = Channel.CreateBounded<AuditedPiece>(new BoundedChannelOptions(PiecesAhead) { SingleReader = true, SingleWriter = true });
        _ = Task.Run(
            async () =>
            {
                try
                {
                    await ReadAsync(first, pieces.Writer, cancellationToken).ConfigureAwait(false);
                    pieces.Writer.Complete();
                }
                catch (Exception e)
                {
                    // Whoever checks hears of it.
                    pieces.Writer.Complete(e);
                }
            },
            CancellationToken.None);
        return pieces.Reader;
    }

    private async Task ReadAsync(ulong first, ChannelWriter<AuditedPiece> pieces, CancellationToken cancellationToken)
    {
        while (!(first > scope.To))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var end = Math.Min(first + BatchesAtOnce - 1, scope.To ?? ulong.MaxValue);
            var asked = await Task.WhenAll(Enumerable.Range(0, (int)(end - first) + 1).Select(i => recordOnChain(first + (ulong)i))).ConfigureAwait(false);
            var known = asked.TakeWhile(record => !record.IsZero).ToList();
            if (known.Count > 0) await ReadAsync(first, known, pieces, cancellationToken).ConfigureAwait(false);
            if (known.Count < asked.Length) return;

            first = end + 1;
        }
    }

    /// <summary>All of one moment, so that what is erased meanwhile is either there or erased.</summary>
    private async Task ReadAsync(ulong first, List<Hash256> onChain, ChannelWriter<AuditedPiece> pieces, CancellationToken cancellationToken)
    {
        using var connection = database.OpenSnapshot();
        using var lookUp = database.OpenReader();
        var last = first + (ulong)onChain.Count - 1;
        var batches = Batches(connection, first, last);
        await pieces.WriteAsync(
            new([.. onChain.Select((record, i) => Audited(first + (ulong)i, record))], null),
            cancellationToken).ConfigureAwait(false);
        var condition = "";
        AuditedBatch Audited(ulong number, Hash256 record) => batches.TryGetValue(number, out var batch) ? new(number, record, batch.Batch, batch.Fault) : new(number, record, null, null);
        if (scope.Stream is { } stream)
        {
            var only = AuditedStreams.Find(lookUp, stream.Provider, stream.Name.Hash) ?? throw new InvalidDataException($"the store has no stream {stream.Provider}/{stream.Name}");
            condition = string.Create(CultureInfo.InvariantCulture, $" AND r.stream = {only.Id}");
        }

        foreach (var (select, parse) in new (string, Func<DbDataReader, AuditedRow>)[]
        {
            (AuditedRow.SelectRecords, row => AuditedRow.ParseRecord(row, _streams, lookUp)),
            (AuditedRow.SelectErased, row => AuditedRow.ParseErased(row, _streams, lookUp)),
            (AuditedRow.SelectReadings, row => AuditedRow.ParseReading(database, row, _streams, lookUp)),
        })
        {
            using var command = connection.Command($"{select} WHERE r.batch BETWEEN $1 AND $2{condition} ORDER BY r.batch, r.position", (long)first, (long)last);
            using var row = command.ExecuteReader();
            var rows = new List<AuditedRow>(RowsAtOnce);
            while (row.Read())
            {
                rows.Add(parse(row));
                if (rows.Count < RowsAtOnce) continue;

                await pieces.WriteAsync(new(null, rows), cancellationToken).ConfigureAwait(false);
                rows = new(RowsAtOnce);
            }

            await pieces.WriteAsync(new(null, rows), cancellationToken).ConfigureAwait(false);
        }

        await pieces.WriteAsync(new(null, null), cancellationToken).ConfigureAwait(false);
    }

    private static Dictionary<ulong, (StoredBatch? Batch, string? Fault)> Batches(DbConnection connection, ulong first, ulong last)
    {
        using var command = connection.Command(
            FormattableString.Invariant($"""
            SELECT number, record, CASE WHEN length(leaves) <= {MostLeafBytes} THEN leaves END, CASE WHEN length(entries) <= {MostEntryBytes} THEN entries END, block_number, block_hash
            FROM batch WHERE number BETWEEN $1 AND $2
            """), (long)first, (long)last);
        return command.Read(Parse).ToDictionary(batch => batch.Number, batch => (batch.Batch, batch.Fault));
    }

    private static (ulong Number, StoredBatch? Batch, string? Fault) Parse(DbDataReader row)
    {
        try
        {
            return ((ulong)row.GetInt64(0), BatchStore.Parse(row, 1), null);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidCastException or InvalidOperationException)
        {
            return ((ulong)row.GetInt64(0), null, $"the stored batch cannot be read: {e.Message}");
        }
    }
}
