using System.Numerics;
using Platone.Grid.Formats.Pandapower;
using Platone.Grid.Numerics;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Tests.Pandapower;

/// <summary>Nets that hold their own solution, of pandapower or PowerFactory: what is found is compared with it.</summary>
public sealed class PandapowerResultTests(ITestOutputHelper output)
{
    /// <remarks>Pandapower gives its external grid an impedance in the negative and zero sequence alone, of 10 GVA: at most 1e-5 per unit of difference.</remarks>
    [Theory]
    [InlineData("runpp_3ph Validation.json", "vm_{0}_pu", 1e-4)]
    [InlineData("runpp_3ph Validation.json", "pf_vm_{0}_pu", 1e-4)]
    [InlineData("IEEE_European_LV_Off_Peak_1.json", "vm_{0}_pu", 1e-4)]
    public void Phase_voltages_are_those_of_the_results_in_the_file(string file, string magnitude, double tolerance)
    {
        var path = SharedData.Path($"pandapower/{file}");
        var network = Read(path).Network;
        var found = AsymmetricPowerFlow.Solve(network);
        Assert.True(found.Converged);

        var expected = new ResultTable(path, "res_bus_3ph");
        var angle = magnitude.Replace("vm", "va", StringComparison.Ordinal).Replace("_pu", "_degree", StringComparison.Ordinal);
        var worst = 0.0;
        for (var row = 0; row < expected.Count; row++)
        {
            var node = NodeOf(network, expected.Index[row]);
            foreach (var (phase, voltage) in Phases(found.NodeVoltagesPu[node]))
            {
                var wanted = expected[row, string.Format(null, magnitude, phase)];
                if (!double.IsFinite(wanted)) continue;

                var phasor = Complex.FromPolarCoordinates(wanted, expected[row, string.Format(null, angle, phase)] * Math.PI / 180);
                worst = Math.Max(worst, (voltage - phasor).Magnitude);
                if ((voltage - phasor).Magnitude > tolerance) output.WriteLine(FormattableString.Invariant($"bus {expected.Index[row]} {phase}: {voltage.Magnitude:F6} {voltage.Phase * 180 / Math.PI:F4}, expected {phasor.Magnitude:F6} {phasor.Phase * 180 / Math.PI:F4}"));
            }
        }
        output.WriteLine(FormattableString.Invariant($"worst {worst:E2}"));
        Assert.InRange(worst, 0, tolerance);
    }

    private static (char, Complex)[] Phases(PhaseVector voltage) => [('a', voltage.A), ('b', voltage.B), ('c', voltage.C)];

    private static int NodeOf(Network network, long bus)
    {
        var id = FormattableString.Invariant($"{bus}");
        for (var i = 0; i < network.Nodes.Count; i++)
            if (network.Nodes[i].Id == id) return i;

        throw new ArgumentException(id, nameof(bus));
    }

    private static PandapowerNet Read(string path)
    {
        using var stream = File.OpenRead(path);
        return PandapowerReader.Read(stream, Path.GetFileName(path));
    }
}
