using System.Globalization;
using System.Numerics;
using System.Text;
using Platone.Grid.Formats.Matpower;
using Platone.Grid.Formats.Psse;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Tests;

/// <summary>What is written and read again has the same voltages.</summary>
public sealed class PsseRawWriterTests
{
    private static readonly PowerFlowOptions WithLimits = new() { EnforceReactiveLimits = true };

    public static TheoryData<string> Files { get; } =
    [
        "matpower/case5.m", "matpower/case9.m", "matpower/case14.m", "matpower/case_ieee30.m", "matpower/case33bw.m", "matpower/case118.m",
        "matpower/case533mt_lo.m", "matpower/case_ACTIVSg200.m", "matpower/case1354pegase.m",
        "psse/gridpack/case9.raw", "psse/gridpack/IEEE14.raw", "psse/gridpack/Polish_model_v33.raw", "psse/powsybl/IEEE 118 Bus.RAW",
        "psse/powsybl/Illinois200.RAW", "psse/powsybl/ThreeMIB_T3W_modified.raw", "psse/powsybl/SwitchedShunt.raw", "psse/powsybl/ExampleVersion32.raw",
        "psse/powsybl/TwoWindingsTransformerPhase.raw",
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_published_network_that_is_written_and_read_again_has_the_same_voltages(string path)
    {
        using var stream = File.OpenRead(SharedData.Path(path));
        AssertSameState(path.EndsWith('m') ? MatpowerReader.Read(stream, path) : PsseRawReader.Read(stream, path));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_network_that_is_written_and_read_again_has_the_same_voltages(int seed) => AssertSameState(Numbered(RandomNetwork.Of(seed)));

    public static IEnumerable<TheoryDataRow<int>> Seeds() => Enumerable.Range(0, 60).Select(seed => new TheoryDataRow<int>(seed));

    [Theory]
    [InlineData("MicroGrid")]
    [InlineData("MicroGrid3")]
    [InlineData("SmallGrid")]
    [InlineData("Belgovia")]
    [InlineData("Svedala")]
    [InlineData("CigreMediumVoltage")]
    public void A_published_cim_model_that_is_written_and_read_again_has_the_same_voltages(string name) => AssertSameState(Numbered(CimCases.ByName(name)));

    [Theory]
    [InlineData("pgm/power_flow/pandapower/networks/asymmetric/distribution-case/input.json")]
    [InlineData("pgm/power_flow/pandapower/components/symmetric/three_winding_transformer/input.json")]
    public void A_power_grid_model_dataset_that_is_written_and_read_again_has_the_same_voltages(string path) =>
        AssertSameState(Numbered(AnyFormat.Read("json", () => File.OpenRead(SharedData.Path(path)))));

    /// <summary>Whichever legs are open, whether a PSS/E record can hold that or not.</summary>
    [Theory]
    [InlineData(true, true, true, 0, true)]
    [InlineData(true, true, false, 0, true)]
    [InlineData(true, false, true, 0, true)]
    [InlineData(false, true, true, 0, true)]
    [InlineData(true, false, false, 0, false)]
    [InlineData(true, true, true, 1e-5, false)]
    public void A_transformer_of_three_windings_is_one_record_where_it_can_be(bool first, bool second, bool third, double legConductance, bool isOneRecord)
    {
        var network = ThreeWindings([first, second, third], legConductance);
        AssertSameState(network);

        var again = PsseRawReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(Write(network))), "written.raw");
        Assert.Equal(isOneRecord ? 1 : 0, again.ThreeWindingTransformers.Count);
    }

    [Fact]
    public void Numbers_that_are_ids_are_kept_and_other_ids_become_names()
    {
        var network = new Network
        {
            Nodes = [new("substation west", "", 20e3), new("1", "first", 20e3), new("007", "agent", 20e3), new("999998", "beyond", 20e3)],
            Sources = [new("grid", "", 0, true, 20e3, 0) { PositiveSequenceOhm = new(0.1, 1) }],
        };
        var again = PsseRawReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(Write(network))), "written.raw");

        Assert.Equal([("2", "substation w"), ("1", "first"), ("3", "007"), ("4", "999998"), ("5", "grid")], again.Nodes.Select(node => (node.Id, node.Name)));
    }

    [Fact]
    public void Text_cannot_break_out_of_its_place()
    {
        var network = new Network
        {
            Nodes = [new("-'1',\n0 / END", "", 20e3)],
            Sources = [new("s", "", 0, true, 20e3, 0)],
        };
        using var stream = new MemoryStream();
        PsseRawWriter.Write(network, stream, "title\nQ");
        stream.Position = 0;
        var again = PsseRawReader.Read(stream, "written.raw");

        Assert.Equal("_ 1 , 0 / EN", Assert.Single(again.Nodes).Name);
    }

    [Fact]
    public void What_the_file_does_not_hold_is_said()
    {
        var network = RandomNetwork.Of(4) with
        {
            Links = [new("k", "", 0, 1, true, true)],
            Loads = [new("d", "", 1, true, new ZipPower(new PhasePower(1000, 0, 0), default, default))],
        };
        using var stream = new MemoryStream();
        var changed = PsseRawWriter.Write(network, stream);

        Assert.Contains("joined", changed[0], StringComparison.Ordinal);
        Assert.Contains("phases", changed[1], StringComparison.Ordinal);
    }

    private static Network ThreeWindings(bool[] closed, double legConductance)
    {
        Transformer Leg(int k, double windingV, Complex ohm) => new($"leg{k}", "three", k, 3, closed[k], true)
        {
            FromWindingV = windingV,
            ToWindingV = 115e3,
            PhaseShiftRad = k * Math.PI / 6,
            PositiveSequence = new PiCircuit(ohm, k == 1 ? legConductance / 100 : 0, 0),
            OuterShuntSiemens = k == 0 ? new Complex(1e-6, -1e-5) : 0,
            TapChangers = [new TapChanger(1, 0, [new(1, 0), new(1.02, 0.01) { ResistanceFactor = 1.1 }])],
        };

        return new Network
        {
            Nodes = [new("10", "high", 110e3), new("20", "middle", 20e3), new("30", "low", 10e3), new("star", "", 100e3) { IsStarPoint = true }],
            Transformers = [Leg(0, 112e3, new(1, 20)), Leg(1, 21e3, new(2, -3)), Leg(2, 10.5e3, new(2, 30))],
            ThreeWindingTransformers = [new("t", "three", 3, 0, 1, 2)],
            Sources = [new("s", "", 0, true, 111e3, 0.2)],
            Loads = [new("a", "", 1, true, ZipPower.OfPower(new(5e6, 1e6))), new("b", "", 2, true, ZipPower.OfImpedance(new(3e6, 1e6)))],
        };
    }

    private static void AssertSameState(Network network)
    {
        var again = PsseRawReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(Write(network))), "written.raw");
        var (expected, found) = (SymmetricPowerFlow.Solve(network, WithLimits), SymmetricPowerFlow.Solve(again, WithLimits));
        Assert.Equal(expected.Converged, found.Converged);

        // Of joined nodes one is in the file, and of star points inside a record none.
        var placeOfBus = again.Nodes.Select((node, i) => (node.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        for (var i = 0; i < network.Nodes.Count; i++)
        {
            if (!placeOfBus.TryGetValue(network.Nodes[i].Id, out var place)) continue;

            Assert.Equal(0, (expected.NodeVoltagesPu[i] - found.NodeVoltagesPu[place]).Magnitude, 1e-9);
        }

        // Behind an impedance the file's swing bus gives the losses of that as well.
        if (network.Sources.Any(source => source.PositiveSequenceOhm != 0)) return;

        Assert.Equal(Sum(expected.SourcePowersVA).Real / network.BasePowerVA, Sum(found.SourcePowersVA).Real / network.BasePowerVA, 1e-7);
        Assert.Equal(Sum(expected.SourcePowersVA).Imaginary / network.BasePowerVA, Sum(found.SourcePowersVA).Imaginary / network.BasePowerVA, 1e-7);
    }

    private static Network Numbered(Network network) =>
        network with { Nodes = [.. network.Nodes.Select((node, i) => node with { Id = (i + 1).ToString(CultureInfo.InvariantCulture) })] };

    private static Complex Sum(IReadOnlyList<Complex> powers) => powers.Aggregate(Complex.Zero, (sum, power) => sum + power);

    private static string Write(Network network)
    {
        using var stream = new MemoryStream();
        PsseRawWriter.Write(network, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
