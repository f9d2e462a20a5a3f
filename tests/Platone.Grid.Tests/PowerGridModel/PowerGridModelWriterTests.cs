using System.Numerics;
using System.Text.Json;
using Platone.Grid.Formats.PowerGridModel;
using Platone.Grid.Numerics;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Tests.PowerGridModel;

/// <summary>A network that is written as an input dataset and read again has the same state.</summary>
public sealed class PowerGridModelWriterTests
{
    [Fact]
    public void Random_networks_keep_their_balanced_state()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var network = RandomNetwork.Of(seed);
            AssertSameState(network, SymmetricPowerFlow.Solve(network), useSolved: true);
        }
    }

    [Fact]
    public void Random_networks_keep_their_unbalanced_state()
    {
        for (var seed = 1; seed <= 100; seed++)
        {
            // Generators that hold a voltage keep it by phase in another way than their solved power does.
            var network = RandomNetwork.Of(seed, withZeroSequence: true) with { Generators = [] };
            network = network with { Loads = [.. network.Loads.Select(Unbalanced)], Transformers = [.. network.Transformers.Select(Magnetised)] };
            var before = AsymmetricPowerFlow.Solve(network);
            if (!before.Converged) continue;

            var (input, export) = Again(network, null);
            var after = AsymmetricPowerFlow.Solve(input.Network);
            for (var node = 0; node < network.Nodes.Count; node++)
                AssertClose(before.NodeVoltagesPu[node], after.NodeVoltagesPu[input.Components[export.NodeIds[node]].Place], $"seed {seed}, node {node}");
        }
    }

    [Theory]
    [InlineData(WindingConnection.Delta, WindingConnection.EarthedStar)]
    [InlineData(WindingConnection.EarthedStar, WindingConnection.Delta)]
    public void A_delta_winding_keeps_its_zero_sequence(WindingConnection from, WindingConnection to)
    {
        Complex magnetising = new(1e-4, -2e-4);
        var network = new Network
        {
            Nodes = [new("a", "", 10_000), new("b", "", 10_000), new("c", "", 400)],
            Sources = [new("s", "", 0, true, 10_100, 0.1) { PositiveSequenceOhm = new(0.1, 0.5), ZeroSequenceOhm = new(0.3, 1.5) }],
            Lines = [new("l", "", 0, 1, true, true) { PositiveSequence = PiCircuit.Of(new(0.3, 0.2), 0), ZeroSequence = PiCircuit.Of(new(1, 0.8), 0) }],
            Transformers =
            [
                new("t", "", 1, 2, true, true)
                {
                    FromWindingV = 10_250,
                    ToWindingV = 400,
                    PhaseShiftRad = 150 * Math.PI / 180,
                    PositiveSequence = PiCircuit.Of(new(0.01, 0.04), new(1e-4, -1e-4)),
                    ZeroSequence = new(from, to, from == WindingConnection.Delta ? new(new(0.02, 0.05), 0, magnetising) : new(new(0.02, 0.05), magnetising, 0)),
                },
            ],
            Shunts = [new("c", "", 2, true, new(0.01, 0), new(0.01, 0))],
            Loads =
            [
                new("x", "", 1, true, new(new(new(20_000, 0), new(80_000, 10_000), new(50_000, 0)), default, default)),
                new("y", "", 2, true, new(new(new(2_000, 0), new(8_000, 1_000), new(5_000, 0)), default, default)),
            ],
        };
        var (input, export) = Again(network, null);

        Assert.Empty(export.Warnings);
        var (before, after) = (AsymmetricPowerFlow.Solve(network), AsymmetricPowerFlow.Solve(input.Network));
        for (var node = 0; node < 3; node++) AssertClose(before.NodeVoltagesPu[node], after.NodeVoltagesPu[node], $"node {node}");
    }

    public static TheoryData<string> Cases()
    {
        if (SharedData.Folder is not { } shared) return ["(absent)"];

        var root = Path.Combine(shared, "pgm/power_flow");
        var files = Directory.EnumerateFiles(root, "input.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        return [.. files.Select(file => Path.GetRelativePath(root, file))];
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_validation_case_keeps_its_state(string file)
    {
        using var stream = File.OpenRead(Path.Combine(SharedData.Path("pgm/power_flow"), file));
        var network = PowerGridModelReader.ReadInput(stream, file).Network;

        AssertSameState(network, SymmetricPowerFlow.Solve(network), useSolved: false);
    }

    [Theory]
    [InlineData("m", "matpower/case14.m")]
    [InlineData("m", "matpower/case118.m")]
    [InlineData("m", "matpower/case33bw.m")]
    [InlineData("m", "matpower/case1354pegase.m")]
    [InlineData("raw", "psse/powsybl/IEEE_14_bus.raw")]
    [InlineData("raw", "psse/powsybl/ThreeMIB_T3W_modified.raw")]
    public void Networks_of_other_formats_keep_their_state(string format, string file)
    {
        var path = SharedData.Path(file);
        var network = AnyFormat.Read(format, () => File.OpenRead(path));
        var solved = SymmetricPowerFlow.Solve(network);
        Assert.True(solved.Converged);

        AssertSameState(network, solved, useSolved: true);
        AssertSameState(network, solved, useSolved: false);
    }

    [Theory]
    [InlineData("MicroGrid")]
    [InlineData("SmallGrid")]
    [InlineData("CigreMediumVoltage")]
    [InlineData("Svedala")]
    public void A_CIM_model_keeps_its_state(string name)
    {
        SharedData.Path("");
        var network = CimCases.ByName(name);
        var solved = SymmetricPowerFlow.Solve(network);
        Assert.True(solved.Converged);

        AssertSameState(network, solved, useSolved: true);
    }

    [Fact]
    public void Every_component_says_what_it_stands_for()
    {
        var network = RandomNetwork.Of(7);
        using var stream = new MemoryStream();
        var export = PowerGridModelWriter.Write(stream, network);

        using var written = JsonDocument.Parse(stream.ToArray());
        var first = written.RootElement.GetProperty("data").GetProperty("node")[0];
        Assert.Equal("Node n0", first.GetProperty("extra").GetString());
        Assert.Equal(export.NodeIds[0], first.GetProperty("id").GetInt32());
        Assert.Equal("Node n0", export.Origins[export.NodeIds[0]]);
    }

    [Fact]
    public void What_the_format_cannot_tell_is_said()
    {
        var network = new Network
        {
            Nodes = [new("a", "", 1000), new("b", "", 1000)],
            Sources = [new("s", "", 0, true, 1000, 0)],
            Lines = [new("l", "", 0, 1, true, true) { PositiveSequence = PiCircuit.Of(0, 0) }],
            Generators = [new("g", "", 1, true, default) { Target = new(0, 1000) }],
        };
        using var stream = new MemoryStream();
        var export = PowerGridModelWriter.Write(stream, network);

        Assert.Equal(["Line l has no impedance and becomes a link.",
            "Generator g holds the voltage of another node, which the format cannot tell: its given power is written."],
            export.Warnings);
    }

    private static Load Unbalanced(Load load, int place)
    {
        var power = load.Power;
        return load with { Power = new(Turned(power.Power), Turned(power.Current), Turned(power.Impedance)) };

        PhasePower Turned(PhasePower balanced) => new(balanced.A * (1 + 0.1 * (place % 3)), balanced.B, balanced.C * 0.8);
    }

    /// <summary>As a nameplate can tell it: magnetising is inductive, taps do not turn, and the zero sequence may have another impedance.</summary>
    private static Transformer Magnetised(Transformer transformer, int place) => transformer with
    {
        PositiveSequence = PiCircuit.Of(transformer.PositiveSequence.SeriesOhm, new(1e-7, -1e-6)),
        TapChangers = [new(place % 2, 0, [new(1, 0), new(1.025, 0) { ReactanceFactor = 1.02 }])],
        ZeroSequence = new(WindingConnection.EarthedStar, WindingConnection.EarthedStar,
            PiCircuit.Of(transformer.PositiveSequence.SeriesOhm * 1.5, new(1e-6, -2e-6)))
        {
            ToEarthingOhm = new(0.5, 0),
        },
    };

    private static void AssertSameState(Network network, PowerFlowResult before, bool useSolved)
    {
        if (!before.Converged) return;

        var (input, export) = Again(network, useSolved ? before : null);
        var after = SymmetricPowerFlow.Solve(StartedAt(before, input.Network, export));
        Assert.True(after.Converged);
        for (var node = 0; node < network.Nodes.Count; node++)
        {
            var found = after.NodeVoltagesPu[input.Components[export.NodeIds[node]].Place];
            Assert.True((before.NodeVoltagesPu[node] - found).Magnitude < 1e-6, $"{network.Nodes[node].Id}: {found}, expected {before.NodeVoltagesPu[node]}");
        }
    }

    /// <summary>The format does not tell voltages to start at, which great networks need.</summary>
    private static Network StartedAt(PowerFlowResult before, Network again, PowerGridModelExport export)
    {
        var nodes = again.Nodes.ToArray();
        for (var node = 0; node < before.Network.Nodes.Count; node++)
            if (before.NodeVoltagesPu[node] is var voltage && voltage != 0)
                nodes[export.NodeIds[node] - 1] = nodes[export.NodeIds[node] - 1] with { GivenVoltage = new(voltage.Magnitude, voltage.Phase) };

        return again with { Nodes = nodes };
    }

    private static void AssertClose(PhaseVector expected, PhaseVector found, string place)
    {
        var difference = expected - found;
        var worst = Math.Max(difference.A.Magnitude, Math.Max(difference.B.Magnitude, difference.C.Magnitude));
        Assert.True(worst < 1e-6, $"{place}: {found}, expected {expected}");
    }

    private static (PowerGridModelInput Input, PowerGridModelExport Export) Again(Network network, PowerFlowResult? solved)
    {
        using var stream = new MemoryStream();
        var export = PowerGridModelWriter.Write(stream, network, solved);
        stream.Position = 0;
        return (PowerGridModelReader.ReadInput(stream, "again.json", network.FrequencyHz), export);
    }
}
