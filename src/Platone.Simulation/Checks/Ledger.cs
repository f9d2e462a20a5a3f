using Platone.Certification;
using Platone.Cryptography;
using Platone.Storage;

namespace Platone.Simulation.Checks;

/// <param name="Stored">Of the readings asked about: in the store.</param>
/// <param name="Certified">In a batch that the chain has.</param>
/// <param name="Proved">With a proof that verifies against the chain.</param>
/// <param name="Devices">Of these, with the proof that a device signed them.</param>
public sealed record LedgerTally(long Stored, long Certified, long Proved, long Devices);

/// <summary>Asks the store and the chain, beside the services, what became of readings.</summary>
/// <param name="proofOnChain">
/// What proves a batch record and keys of devices on the chain, with the hash of the block that it is about; null where the chain does not have it.
/// </param>
public sealed class Ledger(
    Database store, Func<BatchRecord, IReadOnlyList<SigningDevice>, Task<(ProofChain Chain, Hash256 Block)?>> proofOnChain, TimeProvider time)
{
    private readonly BatchStore _batches = new(store);
    private readonly ReadingQueries _readings = new(store);
    private readonly DeadLetterStore _deadLetters = new(store);

    public long DeadLetters => _deadLetters.Count();

    /// <summary>How many readings the store has.</summary>
    public long Stored => _readings.Count().Stored;

    /// <summary>Waits until every reading in the store is certified, or nothing moves any more.</summary>
    public async Task SettleAsync(IProgress<ScenarioProgress> progress, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (stored, certified) = _readings.Count();
        var since = time.GetTimestamp();
        while (certified < stored && time.GetElapsedTime(since) < patience)
        {
            progress.Report(new("certifying", certified, stored));
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
            var now = _readings.Count();
            if (now != (stored, certified)) since = time.GetTimestamp();
            (stored, certified) = now;
        }

        progress.Report(new("certifying", certified, stored));
    }

    /// <summary>Makes and verifies the proof of every reading.</summary>
    /// <param name="ids">The readings' numbers in the store.</param>
    public async Task<LedgerTally> ProveAsync(IReadOnlySet<long> ids, IProgress<ScenarioProgress> progress, CancellationToken cancellationToken)
    {
        long stored = 0, certified = 0, proved = 0, devices = 0;
        var last = _batches.Last()?.Number ?? 0;
        for (ulong number = 1; number <= last; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var readings = _batches.ReadingsOf(number).Where(reading => ids.Contains(reading.Id)).ToList();
            if (readings.Count == 0 || _batches.Find(number) is not { } batch) continue;

            stored += readings.Count;
            if (batch.Block is not null) certified += readings.Count;
            foreach (var group in readings.GroupBy(reading => SigningDevice.Of([reading]) is [var device] ? device : (SigningDevice?)null))
            {
                if (await proofOnChain(batch.Record, group.Key is { } signer ? [signer] : []) is not { } proof) continue;

                var (held, ofDevices) = Proved(batch, [.. group], proof.Chain, proof.Block);
                (proved, devices) = (proved + held, devices + ofDevices);
            }

            progress.Report(new("proving", proved, ids.Count));
        }

        stored += _batches.Uncertified(int.MaxValue).Count(item => ids.Contains(item.Reading.Id));
        return new(stored, certified, proved, devices);
    }

    private static (int Held, int OfDevices) Proved(StoredBatch batch, List<StoredReading> readings, ProofChain chain, Hash256 block)
    {
        var tree = new MerkleTree([.. batch.Leaves]);
        var verdicts = readings.AsParallel().Select(reading =>
        {
            var file = ProofFile.Create(reading, batch.Record, tree, reading.Position!.Value, chain);
            return (ProofResult)ProofVerifier.Verify(System.Text.Encoding.UTF8.GetBytes(file.ToJson())).TrustingBlock(block);
        }).Where(verdict => verdict.Valid).ToList();
        return (verdicts.Count, verdicts.Count(verdict => verdict.Device is not null));
    }
}
