using BenchmarkDotNet.Attributes;
using Platone.Readings;
using Platone.Simulation.Devices;
using Platone.Simulation.Networks;

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
        var network = new LowVoltageStreet(new Random(1));
        _pmu = new Pmu("pmu-1", network, 1).Measure(Time).Payload;
        _meters = new AutomaticMeterReader("amr-1", meters: 6, network, TimeSpan.FromMinutes(15)).Measure(Time).Payload;
        _lightNode = new LightNode("node-1", "POD-1").Message(Time, "1.25").Payload;
    }

    [Benchmark]
    public DecodedMessage PmuJsonOf12Readings() => PayloadDecoder.Decode(_pmu, DecodeLimits.Default);

    [Benchmark]
    public DecodedMessage MeterReadingsXmlOf12Readings() => PayloadDecoder.Decode(_meters, DecodeLimits.Default);

    [Benchmark]
    public DecodedMessage LightNodeJsonOf1Reading() => PayloadDecoder.Decode(_lightNode, DecodeLimits.Default);
}
