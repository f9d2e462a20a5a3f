using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Storage.Audit;

/// <summary>
/// Holds a store against the chain, batch by batch in bounded memory: every leaf is made again from its row. The batch's own copy of
/// its leaves, which must lead to the root on the chain, tells which row was touched.
/// </summary>
/// <param name="recordOnChain">What the contract answers for (certifier, number); zero where it has no such batch.</param>
public sealed class StoreAudit(Database database, Func<Address, ulong, Task<Hash256>> recordOnChain, TimeProvider time)
{
    private readonly BatchStore _batches = new(database);

    /// <param name="certifier">Whose batches the store should hold.</param>
    /// <param name="progress">Told the number of batches that are done, of how many.</param>
    public async Task<AuditReport> RunAsync(Address certifier, IProgress<(ulong Done, ulong Of)>? progress, CancellationToken cancellationToken)
    {
        var evidence = new AuditEvidence();
        var stored = _batches.Numbers();

        ulong onChain = 0;
        var last = Hash256.Zero;
        while (await recordOnChain(certifier, onChain + 1) is { IsZero: false } record)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (onChain, last) = (onChain + 1, record);
            CheckBatch(evidence, onChain, record);
            progress?.Report((onChain, Math.Max(onChain, (ulong)stored.Count)));
        }

        await CheckBatchesBeyondAsync(evidence, stored.Where(number => number < 1 || (ulong)number > onChain), certifier, onChain, last);
        var open = new OpenReadings(database, onChain, time.GetUtcNow().ToUnixTimeSeconds());
        open.NameThoseOfNoBatch(evidence);
        open.NameDamaged(evidence);
        new SequenceAudit(database).Check(evidence);
        open.NameOverdue(evidence);
        return new(open.CountAll(), evidence.Certified, open.CountWaiting(), (ulong)stored.Count, evidence.Findings);
    }

    private void CheckBatch(AuditEvidence evidence, ulong number, Hash256 onChain)
    {
        var (batch, fault) = Read(number);
        fault ??= batch is null ? "the store lacks the batch"
            : batch.Record.Hash() != onChain ? $"the record hashes to {batch.Record.Hash()}, the chain has {onChain}"
            : batch.Leaves.Count == 0 && batch.Index.Count == 0 ? $"the batch was closed after the backup that the store came from: its {batch.Record.Count} readings are not in the store"
            : !HasCertifiedRoots(batch) ? "the stored leaves or index entries are not those of the certified roots"
            : null;

        if (fault is not null) evidence.Findings.Add(new(AuditFindingKind.Batch, fault, number));
        else new BatchAudit(database, batch!).Check(evidence);
    }

    /// <summary>What the chain does not have must be on its way there: the next numbers, each following the one before.</summary>
    private async Task CheckBatchesBeyondAsync(AuditEvidence evidence, IEnumerable<long> numbers, Address certifier, ulong onChain, Hash256 last)
    {
        var next = onChain + 1;
        foreach (var number in numbers.Select(number => (ulong)number))
        {
            var (batch, fault) = Read(number);
            fault ??= number != next ? $"the chain's last batch is {onChain}, and the store has no batch {number - 1}"
                : (batch!.Record.Certifier, batch.Record.Number) != (certifier, number)
                    ? $"the record is batch {batch.Record.Number} of {batch.Record.Certifier}, not of {certifier}"
                : batch.Record.Previous != last ? $"the record follows {batch.Record.Previous}, the batch before has {last}"
                // Asked again: it may have got there since.
                : batch.Block is { } block && (await recordOnChain(certifier, number)).IsZero
                    ? $"the store says that block {block.Number} has it, the chain has no such batch"
                : null;

            if (fault is not null) evidence.Findings.Add(new(AuditFindingKind.Batch, fault, number));
            if (number == next) (next, last) = (next + 1, batch?.Record.Hash() ?? last);
        }
    }

    private (StoredBatch? Batch, string? Fault) Read(ulong number)
    {
        try
        {
            return (_batches.Find(number), null);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidCastException)
        {
            return (null, $"the stored batch cannot be read: {e.Message}");
        }
    }

    /// <summary>Whether the batch's own copies of leaves and index lead to the certified roots, so that they can name what differs.</summary>
    private static bool HasCertifiedRoots(StoredBatch batch) =>
        batch.Leaves.Count == batch.Record.Count && batch.Leaves.Count > 0 && new MerkleTree([.. batch.Leaves]).Root == batch.Record.Root
        && batch.Index.Count > 0 && ClosedBatch.IndexRoot(batch.Index) == batch.Record.IndexRoot;
}
