using System.Numerics;
using Platone.Grid.Formats.PowerGridModel;
using Platone.Grid.Formats.Psse;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Tests;

/// <summary>A CIM model that is converted, read and solved again has the state that it has itself.</summary>
public sealed class ConversionTests
{
    public static TheoryData<string> Models { get; } =
        ["CigreMediumVoltage", "MicroGrid", "MicroGridBelgium", "MicroGridNetherlands", "SmallGrid", "MicroGrid3", "Belgovia", "Svedala"];

    [Theory]
    [MemberData(nameof(Models))]
    public void From_CIM_to_RAW(string name)
    {
        var network = CimCases.ByName(name);
        using var written = new MemoryStream();
        PsseRawWriter.Write(network, written);

        written.Position = 0;
        AssertSameState(SymmetricPowerFlow.Solve(network), SymmetricPowerFlow.Solve(PsseRawReader.Read(written, "written.raw")));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void From_CIM_to_power_grid_model(string name)
    {
        var network = CimCases.ByName(name);
        var solved = SymmetricPowerFlow.Solve(network);
        using var written = new MemoryStream();
        var export = PowerGridModelWriter.Write(written, network, solved);

        written.Position = 0;
        var again = PowerGridModelReader.ReadInput(written, "written.json");
        var found = SymmetricPowerFlow.Solve(again.Network);
        AssertSameState(solved, found);
        var placeOf = again.Network.Nodes.Select((node, i) => (node.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        for (var i = 0; i < network.Nodes.Count; i++)
            Assert.Equal(0, (solved.NodeVoltagesPu[i] - found.NodeVoltagesPu[placeOf[$"{export.NodeIds[i]}"]]).Magnitude, 1e-7);
    }

    /// <summary>Nodes get other names and several may become one; every voltage is there again, and the sources give the same.</summary>
    private static void AssertSameState(PowerFlowResult expected, PowerFlowResult found)
    {
        Assert.True(expected.Converged && found.Converged);
        var voltages = VoltagesOf(found);
        foreach (var voltage in VoltagesOf(expected)) Assert.Contains(voltages, other => (other - voltage).Magnitude < 1e-4 * voltage.Magnitude / 1000);

        var given = expected.SourcePowersVA.Aggregate(Complex.Zero, (sum, power) => sum + power);
        var again = found.SourcePowersVA.Aggregate(Complex.Zero, (sum, power) => sum + power);
        Assert.Equal(0, (given - again).Magnitude / expected.Network.BasePowerVA, 1e-6);
    }

    /// <summary>In volts.</summary>
    private static List<Complex> VoltagesOf(PowerFlowResult result)
    {
        var nodes = result.Network.Nodes;
        var live = Enumerable.Range(0, nodes.Count).Where(i => !nodes[i].IsStarPoint && result.NodeVoltagesPu[i] != 0);
        return [.. live.Select(i => result.NodeVoltagesPu[i] * nodes[i].RatedVoltageV)];
    }
}
