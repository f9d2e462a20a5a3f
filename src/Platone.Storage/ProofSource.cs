using Platone.Certification;

namespace Platone.Storage;

/// <summary>Makes proof files from the store.</summary>
public sealed class ProofSource(BatchStore batches, ProofChain chain)
{
    /// <summary>A reading's proof, null while no batch holds it.</summary>
    public ProofFile? ProofOf(StoredReading reading)
    {
        if (reading.Batch is not { } number || reading.Position is not { } position || batches.Find(number) is not { } batch) return null;

        return position < batch.Leaves.Count ? ProofFile.Create(reading, batch.Record, new MerkleTree([.. batch.Leaves]), position, chain) : null;
    }
}
