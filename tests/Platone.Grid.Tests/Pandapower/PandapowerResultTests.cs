using System.Numerics;
using Platone.Grid.Formats.Pandapower;
using Platone.Grid.Numerics;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Tests.Pandapower;

/// <summary>Nets that hold their own solution, of pandapower or PowerFactory: what is found is compared with it.</summary>
public sealed class PandapowerResultTests(ITestOutputHelper output)
{
    /// <remarks>
    /// Pandapower gives its external grid an impedance, of 10 GVA, in the negative and zero sequence alone; here it holds the whole voltage. Columns that begin
    /// with pf are PowerFactory's.
    /// </remarks>
    [Theory]
    [InlineData("runpp_3ph Validation.json", "", 5e-6)]
    [InlineData("runpp_3ph Validation.json", "pf_", 2e-5)]
    [InlineData("IEEE_European_LV_Off_Peak_1.json", "", 1e-6)]
    public void Phase_voltages_are_those_of_the_results_in_the_file(string file, string prefix, double tolerance)
    {
        var path = SharedData.Path($"pandapower/{file}");
        var network = Read(path).Network;
        var found = AsymmetricPowerFlow.Solve(network);
        Assert.True(found.Converged);

        var expected = new ResultTable(path, "res_bus_3ph");
        var worst = 0.0;
        for (var row = 0; row < expected.Count; row++)
        {
            foreach (var (phase, voltage) in Phases(found.NodeVoltagesPu[NodeOf(network, expected.Index[row])]))
            {
                var magnitude = expected[row, $"{prefix}vm_{phase}_pu"];
                if (!double.IsFinite(magnitude)) continue;

                var phasor = Complex.FromPolarCoordinates(magnitude, expected[row, $"{prefix}va_{phase}_degree"] * Math.PI / 180);
                worst = Math.Max(worst, (voltage - phasor).Magnitude);
            }
        }
        output.WriteLine(FormattableString.Invariant($"worst {worst:E2}"));
        Assert.InRange(worst, double.Epsilon, tolerance);
    }

    /// <remarks>Of lines: pandapower's flows of transformers lack the zero sequence, which it makes a shunt of the bus.</remarks>
    [Theory]
    [InlineData("runpp_3ph Validation.json", 1)]
    [InlineData("IEEE_European_LV_Off_Peak_1.json", 0.3)]
    public void Phase_flows_are_those_of_the_results_in_the_file(string file, double toleranceVA)
    {
        var path = SharedData.Path($"pandapower/{file}");
        var network = Read(path).Network;
        var found = AsymmetricPowerFlow.Solve(network);
        var worst = Worst(new(path, "res_line_3ph"), found.Lines, [.. network.Lines.Select(static line => line.Id)]);

        output.WriteLine(FormattableString.Invariant($"worst {worst:E2} VA"));
        Assert.InRange(worst, double.Epsilon, toleranceVA);
    }

    private static double Worst(ResultTable expected, IReadOnlyList<PhaseBranchFlow> flows, List<string> ids)
    {
        var worst = 0.0;
        for (var row = 0; row < expected.Count; row++)
        {
            var flow = flows[ids.IndexOf(FormattableString.Invariant($"line {expected.Index[row]}"))];
            foreach (var (end, powers) in new[] { ("from", flow.FromVA), ("to", flow.ToVA) })
                foreach (var (phase, power) in Phases(powers))
                {
                    var (p, q) = (expected[row, $"p_{phase}_{end}_mw"], expected[row, $"q_{phase}_{end}_mvar"]);
                    if (double.IsFinite(p) && double.IsFinite(q)) worst = Math.Max(worst, (power - new Complex(p, q) * 1e6).Magnitude);
                }
        }
        return worst;
    }

    [Fact]
    public void Case33bw_has_the_voltages_that_MATPOWER_finds()
    {
        var network = Read(SharedData.Path("pandapower/case33bw.json")).Network;
        var found = SymmetricPowerFlow.Solve(network);
        foreach (var line in File.ReadLines(SharedData.Path("matpower/solutions/case33bw.bus.csv")).Skip(1))
        {
            var cells = line.Split(',').Select(static cell => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            var expected = Complex.FromPolarCoordinates(cells[1], cells[2] * Math.PI / 180);
            Assert.InRange((found.NodeVoltagesPu[NodeOf(network, (long)cells[0] - 1)] - expected).Magnitude, 0, 1e-8);
        }
        Assert.Equal(5, network.Lines.Count(static line => !line.FromClosed));
        Assert.Equal(60, network.FrequencyHz);
    }

    [Fact]
    public void Measurements_of_the_three_bus_example_become_sensors()
    {
        var measurements = Read(SharedData.Path("pandapower/estimation/3bus_wls.json")).Measurements;

        Assert.Equal(8, measurements.Voltages.Count + 2 * measurements.Powers.Count);
        Assert.Equal(1006, measurements.Voltages[0].MagnitudeV.A, 1e-9);
        Assert.Equal(4, measurements.Voltages[0].SigmaV, 1e-9);
        Assert.All(measurements.Powers, static power => Assert.True(power.ActiveW.IsComplete && power.ReactiveVar.IsComplete));
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
