using System.Text;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification.Tests;

/// <summary>
/// A batch of eleven readings, with a proof of any of them and what the chain says of it. On demand each is signed, by one of two devices' keys.
/// </summary>
sealed class ProvenBatch
{
    private readonly List<StoredReading> _readings;
    private readonly ClosedBatch _batch;

    public ProvenBatch(int count = 11, int validators = 4, int otherAccounts = 20, int otherSlots = 20, bool signed = false)
    {
        var random = new Random(9);
        var provider = random.NextAddress();
        var stream = new StreamName("LN-0042", "IT001E00000042", "activepower", "ABC");
        _readings = [.. Enumerable.Range(1, count).Select(i => new StoredReading(
            i, provider, stream, (ulong)i, 1_767_225_604_000_000 + (i * 1_000_000), ExactDecimal.Parse($"{1520 + i}.4"), UnitSymbol.W, (ushort)(i % 3),
            Replaces: i % 2 == 0 ? (ulong)i - 1 : null, Encoding.UTF8.GetBytes($$"""{"value":"{{1520 + i}}.4"}"""), random.NextHash(),
            Batch: 1, Position: (uint)i - 1))];
        if (signed)
            _readings = _readings.ConvertAll(
                reading => reading with { Signature = Keys[(int)(reading.Id % 2)].Sign(DeviceSignature.Digest(reading.ToRecord())) });
        _batch = ClosedBatch.Close([.. _readings.Select(reading => reading.ToRecord())], random.NextHash(), random.NextAddress(), 7, 1, 2, 3, BatchFlags.None);
        RegisteredKey[] keys = [.. Keys.Select(key => RegisteredKey.Of(new(provider, key.Address), Registered, key == Keys[1] ? Retired : 0))];
        Chain = new(_batch.Record, otherAccounts, otherSlots, validators, signed ? keys : []);
    }

    public const ulong Registered = 1_767_000_000, Retired = 1_767_300_000;

    /// <summary>The one of readings with even numbers, and the one of the others, which is retired.</summary>
    public static IReadOnlyList<PrivateKey> Keys { get; } = [.. new byte[] { 1, 2 }.Select(value => PrivateKey.FromBytes([.. Enumerable.Repeat(value, 32)]))];

    public ProvenChain Chain { get; }

    public int Count => _readings.Count;

    public StoredReading Reading(int position) => _readings[position];

    public ProofFile Proof(int position) =>
        ProofFile.Create(
            _readings[position], _batch.Record, new MerkleTree([.. _batch.Leaves]), (uint)position, Chain.ProofOf(SigningDevice.Of([_readings[position]])));

    public ProofVerdict Verify(ReadOnlySpan<byte> json) => ProofVerifier.Verify(json).TrustingBlock(Chain.BlockHash);

    public ProofVerdict Verify(string json) => Verify(Encoding.UTF8.GetBytes(json));
}
