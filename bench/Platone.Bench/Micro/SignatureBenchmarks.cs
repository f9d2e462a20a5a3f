using BenchmarkDotNet.Attributes;
using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Bench.Micro;

/// <summary>What the receipts of a message cost: their tree, one signature; recovery is what the verifier pays.</summary>
public class SignatureBenchmarks
{
    private readonly PrivateKey _key = PrivateKey.FromBytes(Keccak256.Hash("bench"u8).ToArray());
    private readonly Hash256 _domain = Receipt.Domain(31337, Address.Zero);
    private Receipt[] _receipts = [];
    private Hash256 _digest;
    private Signature _signature;

    /// <summary>How many the message has.</summary>
    [Params(1, 16)]
    public int Receipts { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _receipts =
        [
            .. Enumerable.Range(1, Receipts).Select(sequence => new Receipt(
                _key.Address, Keccak256.Hash("stream"u8), (ulong)sequence, Keccak256.Hash("leaf"u8), CertifyBy: 1_767_225_600)),
        ];
        _digest = Digest();
        _signature = _key.Sign(_digest);
    }

    [Benchmark]
    public Hash256 Digest() => new ReceiptTree(_receipts).Digest(_domain);

    [Benchmark]
    public Signature Sign() => _key.Sign(_digest);

    [Benchmark]
    public bool Recover() => _signature.TryRecover(_digest, out _);
}
