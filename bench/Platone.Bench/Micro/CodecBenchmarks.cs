using BenchmarkDotNet.Attributes;
using Platone.Readings;
using Platone.Simulation.Devices;

namespace Platone.Bench.Micro;

/// <summary>A message as it comes from the bus to its readings; each message of its format's usual size.</summary>
public class CodecBenchmarks
{
    private static readonly DateTimeOffset Time = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private byte[] _pmu = [];
    private byte[] _meters = [];
    private byte[] _lightNode = [];

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _pmu = new Pmu("pmu-1", "bus-1", random).Measure(Time).Payload;
        _meters = new AutomaticMeterReader("amr-1", meters: 6, random).Measure(Time).Payload;
        _lightNode = new LightNode("node-1", "POD-1", random).Measure(Time).Payload;
    }

    [Benchmark]
    public DecodedMessage PmuJsonOf12Readings() => PayloadDecoder.Decode(_pmu, DecodeLimits.Default);

    [Benchmark]
    public DecodedMessage MeterReadingsXmlOf12Readings() => PayloadDecoder.Decode(_meters, DecodeLimits.Default);

    [Benchmark]
    public DecodedMessage LightNodeJsonOf1Reading() => PayloadDecoder.Decode(_lightNode, DecodeLimits.Default);
}
