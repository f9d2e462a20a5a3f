using Platone.Grid.Formats.Psse;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Tests;

/// <summary>
/// Files that carry their own solved state. It is found again as exactly as the state satisfies the file's own equations: programs stop at a mismatch of
/// 0.1 MVA, and write so many digits.
/// </summary>
public sealed class PsseCaseTests
{
    private static readonly PowerFlowOptions WithLimits = new() { EnforceReactiveLimits = true };

    /// <summary>By file: what voltages may differ by, per unit and degrees.</summary>
    public static TheoryData<string, double, double> SolvedFiles { get; } = new()
    {
        { "gridpack/case9.raw", 1e-5, 1e-5 },
        { "powsybl/WSCC 9 bus.raw", 1e-5, 1e-4 },
        { "powsybl/IEEE_14_bus.raw", 1e-5, 2e-4 },
        { "powsybl/IEEE_14_bus_rev35.raw", 1e-5, 2e-4 },
        { "powsybl/IEEE_14_bus_nodeBreaker_rev35.raw", 1e-5, 2e-4 },
        { "powsybl/IEEE_14_bus_rev35.rawx", 1e-5, 2e-4 },
        { "powsybl/IEEE 30 bus.RAW", 1e-5, 2e-4 },
        { "powsybl/IEEE 118 Bus.RAW", 2e-5, 1e-2 },

        // A machine's bus is 5.3e-5 away from the voltage that the machine is told to hold.
        { "powsybl/Illinois200.RAW", 6e-5, 1e-4 },

        // A machine's bus is 2.9e-5 away from the voltage that the machine is told to hold.
        { "gridpack/Polish_model_v33.raw", 3e-5, 5e-4 },

        // Four digits of magnitude, two of angle.
        { "powsybl/ExampleVersion32.raw", 5e-5, 5e-3 },
        { "powsybl/TwoWindingsTransformerPhase.raw", 5e-5, 5e-3 },

        // The state is the archive's of 1993, with three digits and taken with other figures: its own mismatch is 4 MVA at bus 4.
        { "gridpack/IEEE14.raw", 1.5e-3, 2e-2 },
        { "gridpack/IEEE14_PTIv33.raw", 1.5e-3, 2e-2 },
    };

    [Theory]
    [MemberData(nameof(SolvedFiles))]
    public void A_solved_file_has_the_voltages_that_it_says(string path, double tolerancePu, double toleranceDeg)
    {
        var network = Read(path);
        var result = SymmetricPowerFlow.Solve(network, WithLimits);

        Assert.True(result.Converged);
        for (var i = 0; i < network.Nodes.Count; i++)
        {
            var given = network.Nodes[i].GivenVoltage!.Value;
            var voltage = result.NodeVoltagesPu[i];
            Assert.Equal(given.Pu, voltage.Magnitude, tolerancePu);
            Assert.Equal(0, Math.IEEERemainder(given.AngleRad - voltage.Phase, 2 * Math.PI) * 180 / Math.PI, toleranceDeg);
        }
    }

    /// <summary>Both are a solved network whose second transformer was replaced by one with three windings: their voltages are no solution.</summary>
    [Theory]
    [InlineData("powsybl/ThreeMIB_T3W_modified.raw")]
    [InlineData("powsybl/SwitchedShunt.raw")]
    public void A_file_with_a_transformer_of_three_windings_is_read_and_solved(string path)
    {
        var network = Read(path);
        var result = SymmetricPowerFlow.Solve(network, WithLimits);

        Assert.True(result.Converged);
        Assert.Single(network.ThreeWindingTransformers);
        Assert.Contains(network.LeftOut, sentence => sentence.Contains("nothing regulates them", StringComparison.Ordinal));
    }

    [Fact]
    public void The_three_forms_of_one_network_are_one_network()
    {
        var expected = SymmetricPowerFlow.Solve(Read("powsybl/IEEE_14_bus.raw"));
        foreach (var path in new[] { "powsybl/IEEE_14_bus_rev35.raw", "powsybl/IEEE_14_bus_rev35.rawx", "powsybl/IEEE_14_bus_nodeBreaker_rev35.raw" })
            Assert.Equal(expected.NodeVoltagesPu, SymmetricPowerFlow.Solve(Read(path)).NodeVoltagesPu);
    }

    [Theory]
    [InlineData("powsybl/IEEE_14_bus.raw", "")]
    [InlineData("powsybl/IEEE_14_bus_rev35.raw", "")]
    [InlineData("powsybl/IEEE_14_bus_rev35.rawx", "")]
    [InlineData("powsybl/IEEE_14_bus_nodeBreaker_rev35.raw", "substations")]
    [InlineData("powsybl/IEEE 118 Bus.RAW", "parallel")]
    [InlineData("powsybl/ExampleVersion32.raw", "same bus")]
    public void The_user_is_told_what_is_left_out_and_nothing_else(string path, string part)
    {
        var sentences = Read(path).LeftOut;

        if (part.Length == 0) Assert.Empty(sentences);
        else Assert.Contains(sentences, sentence => sentence.Contains(part, StringComparison.Ordinal));
    }

    private static Network Read(string path)
    {
        using var stream = File.OpenRead(SharedData.Path($"psse/{path}"));
        return path.EndsWith('x') ? PsseRawxReader.Read(stream, path) : PsseRawReader.Read(stream, path);
    }
}
