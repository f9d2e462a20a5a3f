using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Storage.Audit;

/// <summary>
/// Holds a store against the chain, batch by batch in bounded memory: every leaf is made again from its row. The batch's own copy of
/// its leaves, which must lead to the root on the chain, tells which row was touched. Only reads the store.
/// </summary>
/// <param name="recordOnChain">What the contract answers for (certifier, number); zero where it has no such batch.</param>
public sealed class StoreAudit(Database database, Func<Address, ulong, Task<Hash256>> recordOnChain, TimeProvider time)
{
    /// <param name="certifier">Whose batches the store should hold.</param>
    /// <param name="state">Where an earlier run stood, or a new one: takes the findings, and is kept at every few batches.</param>
    /// <param name="progress">Told the number of batches that are done, of how many.</param>
    public async Task<AuditReport> RunAsync(
        Address certifier, AuditScope scope, AuditState state, IProgress<(ulong Done, ulong Of)>? progress, CancellationToken cancellationToken)
    {
        var done = state.Progress;
        // The hash chains all batches before it: a reorganisation changes it.
        if (done.Batch > 0 && await recordOnChain(certifier, done.Batch).ConfigureAwait(false) != done.Record)
        {
            state.StartAgain();
            done = state.Progress;
        }

        try
        {
            done = await CheckBatchesAsync(certifier, scope, state, done, progress, cancellationToken).ConfigureAwait(false);
            state.BeginWork();
            if (scope.To is null && scope.Stream is null) await CheckBatchesBeyondAsync(state, certifier, done).ConfigureAwait(false);
            return await Task.Run(() => Conclude(certifier, scope, state, done, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // What the batches showed is kept; what is concluded of it is done again.
            state.Rollback();
            throw;
        }
    }

    private AuditReport Conclude(Address certifier, AuditScope scope, AuditState state, AuditProgress done, CancellationToken cancellationToken)
    {
        var open = new OpenReadings(database, state, done.Batch, time.GetUtcNow().ToUnixTimeSeconds());
        using (var causes = new Causes(database, state)) causes.Name(cancellationToken);
        var waiting = 0L;
        if (scope.IsOfAllBatches)
        {
            if (scope.Stream is null) open.NameThoseOfNoBatch(cancellationToken);
            if (scope.Stream is null) open.NameDamaged(cancellationToken);
            new SequenceAudit(database, state).Check(scope.Stream, cancellationToken);
            if (scope.Stream is null) open.NameOverdue(cancellationToken);
            if (scope.Stream is null) waiting = open.CountWaiting();
        }

        var all = scope.IsOfAllBatches && scope.Stream is null;
        var report = new AuditReport(
            all ? open.CountAll() : done.Readings, done.Certified, done.Erased, waiting,
            all ? open.CountBatches() : done.Batch - (scope.From ?? 1) + 1, state.Found);
        state.Commit();
        return report;
    }

    private async Task<AuditProgress> CheckBatchesAsync(
        Address certifier, AuditScope scope, AuditState state, AuditProgress done, IProgress<(ulong Done, ulong Of)>? progress,
        CancellationToken cancellationToken)
    {
        var first = Math.Max(done.Batch + 1, scope.From ?? 1);
        if (first > done.Batch + 1)
        {
            var record = first > 1 ? await recordOnChain(certifier, first - 1).ConfigureAwait(false) : Hash256.Zero;
            done = done with { Batch = first - 1, Record = record };
        }

        var stored = Math.Min(new OpenReadings(database, state, 0, 0).CountBatches(), scope.To ?? ulong.MaxValue);
        using var replaced = new ReplacedReadings(database);
        IReadOnlyList<AuditedBatch> batches = [];
        var audits = new Dictionary<long, BatchAudit>();
        var pieces = new AuditedBatches(database, number => recordOnChain(certifier, number), scope).ReadAsync(first, cancellationToken);
        await foreach (var piece in pieces.ConfigureAwait(false))
        {
            if (piece.Batches is not null)
            {
                state.BeginWork();
                (batches, var before) = (piece.Batches, done.Record);
                audits.Clear();
                foreach (var batch in batches)
                {
                    if (Begin(batch, certifier, before, scope, state) is { } audit) audits.Add((long)batch.Number, audit);
                    before = batch.OnChain;
                }
            }
            else if (piece.Rows is { } rows)
            {
                Take(rows, audits, state, replaced);
                done = done with { Readings = done.Readings + rows.Count(row => row.Source == RowSource.Reading) };
            }
            else
            {
                foreach (var batch in batches)
                {
                    if (audits.GetValueOrDefault((long)batch.Number) is { } audit)
                    {
                        audit.End(StreamOf);
                        done = done with { Certified = done.Certified + audit.Certified, Erased = done.Erased + audit.Erased };
                    }

                    done = done with { Batch = batch.Number, Record = batch.OnChain };
                    progress?.Report((batch.Number, Math.Max(batch.Number, stored)));
                }

                state.Progress = done;
                state.Commit();
            }
        }

        return done;
    }

    private static BatchAudit? Begin(AuditedBatch batch, Address certifier, Hash256 before, AuditScope scope, AuditState state)
    {
        if (batch.Stored is not { } stored)
        {
            state.Add(new(AuditFindingKind.Batch, batch.Fault!, batch.Number));
            return null;
        }

        if (stored.Record.Previous != before)
        {
            var detail = $"the record follows {stored.Record.Previous}, the batch before it has {before}";
            state.Add(new(AuditFindingKind.Certifier, detail, batch.Number));
        }

        if ((stored.Record.Certifier, stored.Record.Number) != (certifier, batch.Number))
        {
            var detail = $"the record is batch {stored.Record.Number} of {stored.Record.Certifier}, not of {certifier}";
            state.Add(new(AuditFindingKind.Certifier, detail, batch.Number));
        }

        if (scope.Stream is not { } stream) return new(stored, state, only: null);

        IndexEntry? only = stored.Index.FirstOrDefault(entry => entry.CompareTo(stream.Provider, stream.Name.Hash) == 0) is { Count: > 0 } found
            ? found
            : default(IndexEntry);
        return new(stored, state, only);
    }

    private static void Take(IReadOnlyList<AuditedRow> rows, Dictionary<long, BatchAudit> audits, AuditState state, ReplacedReadings replaced)
    {
        foreach (var row in rows)
        {
            if (audits.GetValueOrDefault(row.Batch!.Value) is not { } audit || !audit.Take(row)) continue;
            if (row is not { Replaces: { } replaces, TimeMicros: { } time }) continue;
            if (replaced.WhyNot(row.Stream.Id, row.Sequence, time, replaces) is not { } reason) continue;

            state.Run(
                "INSERT OR REPLACE INTO dangling (reading, stream, sequence, batch, replaces, detail) VALUES ($1,$2,$3,$4,$5,$6)",
                row.Id, row.Stream.Text, (long)row.Sequence, row.Batch, (long)replaces, reason);
        }
    }

    private AuditedStream? StreamOf(IndexEntry entry)
    {
        using var connection = database.OpenReader();
        return AuditedStreams.Find(connection, entry.Provider, entry.Stream);
    }

    /// <summary>What the chain does not have must be on its way there: the next numbers, each following the one before.</summary>
    private async Task CheckBatchesBeyondAsync(AuditState state, Address certifier, AuditProgress done)
    {
        var batches = new BatchStore(database);
        var (next, last) = (done.Batch + 1, done.Record);
        foreach (var number in batches.NumbersOutside(done.Batch).Select(number => (ulong)number))
        {
            var (batch, fault) = Read(batches, number);
            fault ??= number != next ? $"the chain's last batch is {done.Batch}, and the store has no batch {number - 1}"
                : (batch!.Record.Certifier, batch.Record.Number) != (certifier, number)
                    ? $"the record is batch {batch.Record.Number} of {batch.Record.Certifier}, not of {certifier}"
                : batch.Record.Previous != last ? $"the record follows {batch.Record.Previous}, the batch before has {last}"
                // Asked again: it may have got there since.
                : batch.Block is { } block && (await recordOnChain(certifier, number).ConfigureAwait(false)).IsZero
                    ? $"the store says that block {block.Number} has it, the chain has no such batch"
                : null;

            if (fault is not null) state.Add(new(AuditFindingKind.Batch, fault, number));
            if (number == next) (next, last) = (next + 1, batch?.Record.Hash() ?? last);
        }
    }

    private static (StoredBatch? Batch, string? Fault) Read(BatchStore batches, ulong number)
    {
        try
        {
            return (batches.Find(number), null);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidCastException)
        {
            return (null, $"the stored batch cannot be read: {e.Message}");
        }
    }
}
