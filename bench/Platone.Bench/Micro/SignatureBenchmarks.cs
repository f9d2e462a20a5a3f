using BenchmarkDotNet.Attributes;
using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Bench.Micro;

/// <summary>A receipt's digest and signature; recovery is what its verifier pays.</summary>
public class SignatureBenchmarks
{
    private readonly PrivateKey _key = PrivateKey.FromBytes(Keccak256.Hash("bench"u8).ToArray());
    private readonly Hash256 _domain = Receipt.Domain(31337, Address.Zero);
    private Receipt _receipt;
    private Hash256 _digest;
    private Signature _signature;

    [GlobalSetup]
    public void Setup()
    {
        _receipt = new(_key.Address, Keccak256.Hash("stream"u8), Sequence: 17, Keccak256.Hash("leaf"u8), CertifyBy: 1_767_225_600);
        _digest = _receipt.Digest(_domain);
        _signature = _key.Sign(_digest);
    }

    [Benchmark]
    public Hash256 Digest() => _receipt.Digest(_domain);

    [Benchmark]
    public Signature Sign() => _key.Sign(_digest);

    [Benchmark]
    public bool Recover() => _signature.TryRecover(_digest, out _);
}
