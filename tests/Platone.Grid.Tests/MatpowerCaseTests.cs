using System.Globalization;
using Platone.Grid.Formats.Matpower;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Tests;

/// <summary>Every published case against MATPOWER's own solution of it.</summary>
public sealed class MatpowerCaseTests
{
    private const double VoltageTolerancePu = 1e-6;
    private const double AngleToleranceDeg = 1e-4;

    public static TheoryData<string> Cases { get; } =
    [
        "case5", "case9", "case14", "case30", "case_ieee30", "case33bw", "case85", "case118", "case141", "case533mt_lo", "case_ACTIVSg200",
        "case1354pegase", "case_ACTIVSg2000", "case9241pegase",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_has_the_voltages_that_matpower_finds(string name)
    {
        var network = Read(name);
        var result = SymmetricPowerFlow.Solve(network);
        Assert.True(result.Converged);

        var placeOfBus = network.Nodes.Select((node, i) => (node.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        foreach (var row in Rows($"{name}.bus.csv"))
        {
            var voltage = result.NodeVoltagesPu[placeOfBus[row[0]]];
            Assert.Equal(Number(row[1]), voltage.Magnitude, VoltageTolerancePu);
            Assert.Equal(0, Math.IEEERemainder(Number(row[2]) - voltage.Phase * 180 / Math.PI, 360), AngleToleranceDeg);
        }
    }

    /// <summary>The solutions have no flows of the two largest.</summary>
    public static TheoryData<string> CasesWithFlows { get; } = [.. Cases.Where(row => row.Data is not ("case_ACTIVSg2000" or "case9241pegase"))];

    [Theory]
    [MemberData(nameof(CasesWithFlows))]
    public void A_case_has_the_branch_flows_that_matpower_finds(string name)
    {
        var network = Read(name);
        var result = SymmetricPowerFlow.Solve(network);
        var circuits = new Dictionary<string, int>();
        foreach (var row in Rows($"{name}.branch.csv"))
        {
            var ends = $"{row[1]}-{row[2]}";
            circuits[ends] = circuits.GetValueOrDefault(ends) + 1;
            var flow = Flow(network, result, $"{ends}-{circuits[ends]}");
            var tolerance = 2e-6 * network.BasePowerVA + 1e-6 * flow.FromVA.Magnitude;
            Assert.Equal(Number(row[4]) * 1e6, flow.FromVA.Real, tolerance);
            Assert.Equal(Number(row[5]) * 1e6, flow.FromVA.Imaginary, tolerance);
            Assert.Equal(Number(row[6]) * 1e6, flow.ToVA.Real, tolerance);
            Assert.Equal(Number(row[7]) * 1e6, flow.ToVA.Imaginary, tolerance);
        }
    }

    private static BranchFlow Flow(Network network, PowerFlowResult result, string id)
    {
        for (var i = 0; i < network.Lines.Count; i++)
            if (network.Lines[i].Id == id) return result.Lines[i];

        for (var i = 0; i < network.Transformers.Count; i++)
            if (network.Transformers[i].Id == id) return result.Transformers[i];

        throw new InvalidOperationException(id);
    }

    private static Network Read(string name)
    {
        using var stream = File.OpenRead(SharedData.Path($"matpower/{name}.m"));
        return MatpowerReader.Read(stream, $"{name}.m");
    }

    private static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(SharedData.Path($"matpower/solutions/{file}")).Skip(1).Select(line => line.Split(','));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
