using System.Text;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification.Tests;

/// <summary>
/// Some streams' readings, every third a revision, in batches that follow each other, the last of them on a chain, and the proofs that can be made of them.
/// </summary>
sealed class ProvenRange
{
    private readonly List<(ClosedBatch Batch, List<StoredReading> Readings)> _batches = [];

    /// <param name="numbers">For each batch the numbers that each stream has in it; a stream that it does not have is left out.</param>
    public ProvenRange(params IReadOnlyDictionary<int, ulong[]>[] numbers)
        : this(_ => false, numbers)
    {
    }

    /// <param name="signed">Which numbers are signed, by one of two keys.</param>
    /// <inheritdoc cref="ProvenRange(IReadOnlyDictionary{int, ulong[]}[])"/>
    public ProvenRange(Func<ulong, bool> signed, params IReadOnlyDictionary<int, ulong[]>[] numbers)
    {
        var random = new Random(5);
        Provider = random.NextAddress();
        var certifier = random.NextAddress();
        var previous = Hash256.Zero;
        foreach (var (streams, i) in numbers.Select((streams, i) => (streams, i)))
        {
            var readings = streams.SelectMany(stream => stream.Value.Select(number => Sign(Reading(stream.Key, number, random.NextHash()), signed))).ToList();
            var batch = ClosedBatch.Close([.. readings.Select(reading => reading.ToRecord())], previous, certifier, (ulong)i + 1, 1, 2, 3, BatchFlags.None);
            previous = batch.Record.Hash();
            _batches.Add((batch, [.. readings.Select(reading => At(reading, batch)).OrderBy(reading => reading.Position)]));
        }

        Chain = new(_batches[^1].Batch.Record, keys: [.. ProvenBatch.Keys.Select(key => RegisteredKey.Of(new(Provider, key.Address), ProvenBatch.Registered))]);
    }

    public Address Provider { get; }

    public ProvenChain Chain { get; }

    public static StreamName Stream(int number) => new("LN-1", $"POD-{number}", "activepower", "ABC");

    /// <summary>As an honest store makes it.</summary>
    public RangeProofFile Proof(int stream, ulong first, ulong last) =>
        Proof(stream, first, last, reading => reading.Sequence >= first && reading.Sequence <= last);

    /// <summary>A proof that shows only some of the readings, with paths that are right for these.</summary>
    public RangeProofFile Proof(int stream, ulong first, ulong last, Func<StoredReading, bool> shown)
    {
        var run = _batches.Select(item => new BatchOfRange(
            item.Batch.Record, item.Batch.Leaves, item.Batch.Index,
            [.. item.Readings.Where(reading => reading.Stream == Stream(stream) && shown(reading))])).ToList();
        return RangeProof.Create(Provider, Stream(stream), first, last, run, Chain.ProofOf(SigningDevice.Of(run.SelectMany(batch => batch.Readings))));
    }

    public RangeResult Verify(RangeProofFile file) => (RangeResult)RangeVerifier.Verify(Encoding.UTF8.GetBytes(file.ToJson())).TrustingBlock(Chain.BlockHash);

    private StoredReading Reading(int stream, ulong number, Hash256 salt) => new(
        (long)number, Provider, Stream(stream), number, 1_767_225_600_000_000 + ((long)number * 1_000_000), ExactDecimal.Parse($"{number}.5"), UnitSymbol.W, 0,
        Replaces: number % 3 == 0 ? number - 1 : null, Encoding.UTF8.GetBytes($$"""{"value":"{{number}}.5"}"""), salt, Batch: null, Position: null);

    private static StoredReading Sign(StoredReading reading, Func<ulong, bool> signed) => !signed(reading.Sequence) ? reading : reading with
    {
        Signature = ProvenBatch.Keys[(int)(reading.Sequence % 2)].Sign(DeviceSignature.Digest(reading.ToRecord())),
    };

    private static StoredReading At(StoredReading reading, ClosedBatch batch)
    {
        var leaf = reading.ToRecord().Leaf();
        return reading with { Batch = batch.Record.Number, Position = (uint)batch.Leaves.ToList().IndexOf(leaf) };
    }
}
