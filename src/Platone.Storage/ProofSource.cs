using Platone.Certification;

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
}
