using System.Numerics;
using Platone.Grid.Flexibility;
using Platone.Grid.PowerFlow;
using Platone.Grid.Topology;

namespace Platone.Grid.Tests;

public sealed class SensitivitiesTests
{
    private const double StepVA = 100;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 15)];

    /// <summary>The oracle: another power flow on either side.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void They_are_what_a_small_change_does(int seed)
    {
        var network = RandomNetwork.Of(seed);
        var compiled = CompiledNetwork.Compile(network);
        var sensitivities = Sensitivities.At(compiled, SymmetricPowerFlow.Solve(compiled, network));

        for (var node = 0; node < network.Nodes.Count; node++)
        {
            var (less, more) = (With(node, -StepVA), With(node, StepVA));
            var (lessVar, moreVar) = (With(node, new(0, -StepVA)), With(node, new(0, StepVA)));
            for (var other = 0; other < network.Nodes.Count; other += 3)
            {
                var found = sensitivities.OfVoltage(other)[node];
                Assert.Equal((Magnitude(more, other) - Magnitude(less, other)) / (2 * StepVA), found.PerWatt, 1e-11);
                Assert.Equal((Magnitude(moreVar, other) - Magnitude(lessVar, other)) / (2 * StepVA), found.PerVar, 1e-11);
            }

            for (var line = 0; line < network.Lines.Count; line++)
            {
                var found = sensitivities.OfLineFlow(line)[node];
                Assert.Equal((more.Lines[line].FromVA.Real - less.Lines[line].FromVA.Real) / (2 * StepVA), found.PerWatt, 1e-5);
                Assert.Equal((moreVar.Lines[line].FromVA.Real - lessVar.Lines[line].FromVA.Real) / (2 * StepVA), found.PerVar, 1e-5);
            }

            for (var transformer = 0; transformer < network.Transformers.Count; transformer++)
            {
                var found = sensitivities.OfTransformerFlow(transformer)[node];
                Assert.Equal((more.Transformers[transformer].FromVA.Real - less.Transformers[transformer].FromVA.Real) / (2 * StepVA), found.PerWatt, 1e-5);
            }
        }

        PowerFlowResult With(int node, Complex injectionVA) => SymmetricPowerFlow.Solve(compiled, network with
        {
            Loads = [.. network.Loads, new("more", "", node, true, ZipPower.OfPower(-injectionVA))],
        });
    }

    private static double Magnitude(PowerFlowResult result, int node) => result.NodeVoltagesPu[node].Magnitude;
}
