using BenchmarkDotNet.Attributes;
using Platone.Cryptography;

namespace Platone.Bench.Micro;

public class HashBenchmarks
{
    private byte[] _bytes = [];

    /// <summary>An inner node, a record, a message.</summary>
    [Params(65, 256, 1024)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Setup() => new Random(1).NextBytes(_bytes = new byte[Bytes]);

    [Benchmark]
    public Hash256 Keccak() => Keccak256.Hash(_bytes);
}
