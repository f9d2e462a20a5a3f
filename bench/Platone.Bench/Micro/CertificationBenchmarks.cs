using BenchmarkDotNet.Attributes;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Bench.Micro;

public class CertificationBenchmarks
{
    private StoredReading _reading = null!;
    private CertifiedRecord _record;
    private Hash256[] _leaves = [];

    [GlobalSetup]
    public void Setup()
    {
        var rawPart = """{"component":"bus-1","measurand":"voltmagnitude","phase":"A","data":230.941}"""u8.ToArray();
        _reading = new(
            1, Address.Parse("0x00112233445566778899aabbccddeeff00112233"), new("pmu-1", "bus-1", "voltmagnitude", "A"), Sequence: 17,
            TimeMicros: 1_767_225_600_000_000, ExactDecimal.Parse("230.941"), UnitSymbol.V, Quality: 0, Replaces: null, rawPart, Keccak256.Hash("salt"u8),
            Batch: null, Position: null);
        _record = _reading.ToRecord();
        _leaves = [.. Enumerable.Range(0, 4096).Select(i => Keccak256.Hash(BitConverter.GetBytes(i)))];
    }

    /// <summary>The hashes of raw part and content; the stream's is kept with its name.</summary>
    [Benchmark]
    public CertifiedRecord Record() => _reading.ToRecord();

    [Benchmark]
    public Hash256 Leaf() => _record.Leaf();

    [Benchmark]
    public Hash256 TreeOf4096() => new MerkleTree(_leaves).Root;
}
