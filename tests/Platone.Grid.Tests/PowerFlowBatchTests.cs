using Platone.Grid.PowerFlow;
using Platone.Grid.Topology;

namespace Platone.Grid.Tests;

public sealed class PowerFlowBatchTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    /// <summary>Powers, taps, source voltages, statuses: whatever a scenario changes, it has the state that it has alone.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_scenario_has_the_state_that_it_has_alone(int seed)
    {
        var network = RandomNetwork.Of(seed);
        var random = new Random(seed);
        var scenarios = Enumerable.Range(0, 23).Select(i => Changed(network, random, i)).ToList();

        var results = PowerFlowBatch.Solve(CompiledNetwork.Compile(network), scenarios, threads: 2);

        for (var i = 0; i < scenarios.Count; i++)
        {
            var alone = SymmetricPowerFlow.Solve(scenarios[i]);
            Assert.Same(scenarios[i], results[i].Network);
            Assert.Equal(alone.Converged, results[i].Converged);
            if (!alone.Converged) continue;

            for (var node = 0; node < network.Nodes.Count; node++)
                Assert.Equal(0, (alone.NodeVoltagesPu[node] - results[i].NodeVoltagesPu[node]).Magnitude, 1e-9);

            for (var line = 0; line < network.Lines.Count; line++)
                Assert.Equal(0, (alone.Lines[line].FromVA - results[i].Lines[line].FromVA).Magnitude, 0.05);
        }
    }

    [Fact]
    public void A_scenario_that_cannot_be_solved_does_not_disturb_its_neighbours()
    {
        var network = RandomNetwork.Of(3);
        var hopeless = network with { Loads = [.. network.Loads.Select(load => load with { IsConnected = true, Power = ZipPower.OfPower(1e12) })] };
        var harmless = network with { Loads = [.. network.Loads] };

        var results = PowerFlowBatch.Solve(CompiledNetwork.Compile(network), [harmless, hopeless, harmless, harmless]);

        Assert.Equal([true, false, true, true], results.Select(result => result.Converged));
        var expected = SymmetricPowerFlow.Solve(network).NodeVoltagesPu;
        for (var node = 0; node < expected.Count; node++) Assert.Equal(0, (expected[node] - results[3].NodeVoltagesPu[node]).Magnitude, 1e-12);
    }

    [Fact]
    public void Reactive_limits_hold_in_every_scenario()
    {
        var network = RandomNetwork.Of(3);
        network = network with { Generators = [network.Generators[0] with { MinimumReactivePowerVar = -1, MaximumReactivePowerVar = 1 }] };

        var results = PowerFlowBatch.Solve(CompiledNetwork.Compile(network), [network, network with { Loads = [] }], new() { EnforceReactiveLimits = true });

        Assert.All(results, result => Assert.InRange(result.GeneratorPowersVA[0].Imaginary, -1.2, 1.2));
    }

    private static Network Changed(Network network, Random random, int i)
    {
        var changed = network with { Loads = [.. network.Loads.Select(load => load with { IsConnected = random.Next(3) > 0 })] };
        return (i % 8) switch
        {
            5 => changed with { Transformers = [.. network.Transformers.Select(OtherTap)] },
            6 => changed with { Sources = [.. network.Sources.Select(source => source with { VoltageV = source.VoltageV * 0.99 })] },
            7 => changed with { Lines = [.. network.Lines.Select(line => line with { ToClosed = random.Next(9) > 0 })] },
            _ => changed,
        };
    }

    private static Transformer OtherTap(Transformer transformer) => transformer with { TapChangers = [transformer.TapChangers[0] with { Position = 1 }] };
}
