using Platone.Certification;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage;

/// <summary>Makes proof files from the store and from what the chain says of a batch.</summary>
public sealed class ProofSource(BatchStore batches)
{
    /// <summary>The batch that holds the reading, null while none does.</summary>
    public StoredBatch? BatchOf(StoredReading reading) => reading is { Batch: { } number, Position: not null } ? batches.Find(number) : null;

    /// <summary>The reading's proof, null where the batch has no such position: somebody changed the store.</summary>
    public static ProofFile? ProofOf(StoredReading reading, StoredBatch batch, ProofChain chain) =>
        reading.Position is { } position && position < batch.Leaves.Count
            ? ProofFile.Create(reading, batch.Record, new MerkleTree([.. batch.Leaves]), position, chain)
            : null;

    /// <summary>The proof of a run of a stream's readings, through every batch from the first one that holds any to the last.</summary>
    /// <param name="readings">By number, at least one, all of them in batches.</param>
    /// <param name="chain">Where the last of these batches stands on the chain.</param>
    /// <exception cref="InvalidDataException">The store lacks a batch of the run, or a position that a reading claims: somebody changed it.</exception>
    public RangeProofFile ProofOf(Address provider, StreamName stream, IReadOnlyList<StoredReading> readings, ProofChain chain)
    {
        var byBatch = readings.ToLookup(reading => reading.Batch!.Value);
        var (first, last) = (byBatch.Min(group => group.Key), byBatch.Max(group => group.Key));
        var run = new List<BatchOfRange>();
        for (var number = first; number <= last; number++)
        {
            var batch = batches.Find(number) ?? throw new InvalidDataException($"The store has no batch {number}.");
            StoredReading[] own = [.. byBatch[number].OrderBy(reading => reading.Position)];
            if (own.Length > 0 && !(own[0].Position + own.Length <= batch.Leaves.Count))
                throw new InvalidDataException($"Reading {own[0].Id} is at a position that batch {number} does not have: run platone audit.");

            run.Add(new(batch.Record, batch.Leaves, batch.Index, own));
        }

        return RangeProof.Create(provider, stream, readings[0].Sequence, readings[^1].Sequence, run, chain);
    }
}
