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
        "matpower/case533mt_lo.m", "matpower/case_ACTIVSg200.m", "matpower/case1354pegase.m", "matpower/case_ACTIVSg2000.m",
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

    private static void AssertSameState(Network network)
    {
        var again = PsseRawReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(Write(network))), "written.raw");
        var (expected, found) = (SymmetricPowerFlow.Solve(network, WithLimits), SymmetricPowerFlow.Solve(again, WithLimits));
        Assert.Equal(expected.Converged, found.Converged);

        var placeOfBus = again.Nodes.Select((node, i) => (node.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        for (var i = 0; i < network.Nodes.Count; i++)
        {
            if (!placeOfBus.TryGetValue(network.Nodes[i].Id, out var place)) continue;

            Assert.Equal(0, (expected.NodeVoltagesPu[i] - found.NodeVoltagesPu[place]).Magnitude, 1e-9);
        }

        Assert.Equal(Sum(expected.SourcePowersVA).Real / network.BasePowerVA, Sum(found.SourcePowersVA).Real / network.BasePowerVA, 1e-7);
        Assert.Equal(Sum(expected.SourcePowersVA).Imaginary / network.BasePowerVA, Sum(found.SourcePowersVA).Imaginary / network.BasePowerVA, 1e-7);
    }

    private static Complex Sum(IReadOnlyList<Complex> powers) => powers.Aggregate(Complex.Zero, (sum, power) => sum + power);

    private static string Write(Network network)
    {
        using var stream = new MemoryStream();
        PsseRawWriter.Write(network, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
