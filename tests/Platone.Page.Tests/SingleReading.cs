using System.Text;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Page.Tests;

/// <summary>A batch of one reading, to prove whatever a reading can be.</summary>
static class SingleReading
{
    public static StoredReading Usual { get; } = new(
        1, new Random(3).NextAddress(), new StreamName("LN-0042", "IT001E00000042", "activepower", "ABC"), 1, 1_767_225_604_000_000,
        ExactDecimal.Parse("1521.4"), UnitSymbol.W, 0, Replaces: null, Encoding.UTF8.GetBytes("""{"value":"1521.4"}"""), new Random(4).NextHash(),
        Batch: 1, Position: 0);

    public static (ProofFile File, ProvenChain Chain) Prove(StoredReading reading, int others = 5)
    {
        var random = new Random(5);
        var batch = ClosedBatch.Close([reading.ToRecord()], random.NextHash(), random.NextAddress(), ulong.MaxValue, 1, 2, 3, BatchFlags.Late);
        var chain = new ProvenChain(batch.Record, others, others);
        return (ProofFile.Create(reading, batch.Record, new MerkleTree([.. batch.Leaves]), 0, chain.Proof), chain);
    }
}
