using System.Numerics;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Tests;

public sealed class SymmetricPowerFlowTests
{
    private static readonly PowerFlowOptions Flat = new() { Start = PowerFlowStart.Flat };

    /// <summary>A source and a load at the ends of a line: a quadratic equation in the square of the voltage.</summary>
    [Fact]
    public void Two_buses_have_the_voltage_of_the_closed_formula()
    {
        var (z, s, u) = (new Complex(0.5, 1.5), new Complex(1.2e6, 0.4e6), 10_000.0);
        var result = SymmetricPowerFlow.Solve(TwoBuses(z, ZipPower.OfPower(s), u), Flat);

        // |V|^4 - (U^2 - 2 (PR + QX)) |V|^2 + |Z|^2 |S|^2 = 0
        var half = (u * u - 2 * (s.Real * z.Real + s.Imaginary * z.Imaginary)) / 2;
        var expected = Math.Sqrt(half + Math.Sqrt(half * half - Math.Pow(z.Magnitude * s.Magnitude, 2)));

        Assert.True(result.Converged);
        Assert.Equal(expected / u, result.NodeVoltagesPu[1].Magnitude, 1e-12);
        Assert.Equal(s.Real, -result.Lines[0].ToVA.Real, 1e-5);
        Assert.Equal(s.Imaginary, -result.Lines[0].ToVA.Imaginary, 1e-5);
        Assert.Equal(result.SourcePowersVA[0].Real, result.Lines[0].FromVA.Real, 1e-5);
    }

    [Fact]
    public void An_impedance_load_divides_the_voltage()
    {
        var (z, u) = (new Complex(0.5, 1.5), 10_000.0);
        var load = new Complex(40, 10);
        var rated = u * u / Complex.Conjugate(load);

        var result = SymmetricPowerFlow.Solve(TwoBuses(z, ZipPower.OfImpedance(rated), u), Flat);

        var expected = load / (load + z);
        Assert.Equal(expected.Magnitude, result.NodeVoltagesPu[1].Magnitude, 1e-12);
        Assert.Equal(expected.Phase, result.NodeVoltagesPu[1].Phase, 1e-12);
    }

    [Fact]
    public void A_current_load_takes_power_in_proportion_to_the_voltage()
    {
        var result = SymmetricPowerFlow.Solve(TwoBuses(new(0.5, 1.5), ZipPower.OfCurrent(new(1e6, 2e5)), 10_000), Flat);

        var magnitude = result.NodeVoltagesPu[1].Magnitude;
        Assert.True(result.Converged);
        Assert.Equal(1e6 * magnitude, result.LoadPowersVA[0].Real, 1e-6);
        Assert.Equal(-1e6 * magnitude, result.Lines[0].ToVA.Real, 1e-5);
    }

    [Fact]
    public void More_than_the_line_can_carry_does_not_converge_and_the_worst_node_is_named()
    {
        var result = SymmetricPowerFlow.Solve(TwoBuses(new(0.5, 1.5), ZipPower.OfPower(new(1e9, 0)), 10_000), Flat);

        Assert.False(result.Converged);
        Assert.Equal(1, result.WorstNode);
    }

    [Fact]
    public void A_source_behind_an_impedance_lets_its_node_sag()
    {
        var network = TwoBuses(new(0.5, 1.5), ZipPower.OfPower(new(1e6, 0)), 10_000);
        var stiff = SymmetricPowerFlow.Solve(network, Flat);
        var behind = SymmetricPowerFlow.Solve(
            network with
            {
                Lines = [network.Lines[0] with { PositiveSequence = PiCircuit.Of(new(0.3, 0.5), 0) }],
                Sources = [network.Sources[0] with { PositiveSequenceOhm = new(0.2, 1) }],
            },
            Flat);

        Assert.Equal(stiff.NodeVoltagesPu[1].Magnitude, behind.NodeVoltagesPu[1].Magnitude, 1e-12);
        Assert.True(behind.NodeVoltagesPu[0].Magnitude < 1);
    }

    [Fact]
    public void Closed_links_make_one_bus_and_tell_what_flows_through_them()
    {
        var network = TwoBuses(new(0.5, 1.5), ZipPower.OfPower(new(1e6, 3e5)), 10_000);
        network = network with
        {
            Nodes = [.. network.Nodes, new("3", "", 10_000), new("4", "", 10_000)],
            Links = [new("a", "", 1, 2, true, true), new("b", "", 1, 3, true, true), new("c", "", 2, 3, true, true), new("open", "", 0, 3, true, false)],
            Loads = [network.Loads[0] with { Node = 3 }],
        };

        var result = SymmetricPowerFlow.Solve(network, Flat);

        // One way has one link, the other two: two thirds and one third.
        Assert.Equal(result.NodeVoltagesPu[1], result.NodeVoltagesPu[3]);
        Assert.Equal(2e6 / 3, result.LinkFlowsVA[1].Real, 1e-4);
        Assert.Equal(1e6 / 3, result.LinkFlowsVA[0].Real, 1e-4);
        Assert.Equal(1e5, result.LinkFlowsVA[2].Imaginary, 1e-4);
        Assert.Equal(0, result.LinkFlowsVA[3]);
    }

    [Fact]
    public void What_no_source_reaches_has_no_voltage()
    {
        var network = TwoBuses(new(0.5, 1.5), ZipPower.OfPower(new(1e6, 0)), 10_000);
        network = network with { Lines = [network.Lines[0] with { FromClosed = false }] };

        var result = SymmetricPowerFlow.Solve(network, Flat);

        Assert.True(result.Converged);
        Assert.Equal(0, result.NodeVoltagesPu[1]);
        Assert.Equal(0, result.LoadPowersVA[0]);
    }

    [Fact]
    public void A_generator_holds_its_voltage_until_its_reactive_power_ends()
    {
        var network = TwoBuses(new(0.5, 1.5), ZipPower.OfPower(new(2e6, 1e6)), 10_000) with
        {
            Generators =
            [
                new("g", "", 1, true, ZipPower.OfPower(5e5)) { Target = new(1, 10_000), MinimumReactivePowerVar = -1e6, MaximumReactivePowerVar = 1.2e6 },
            ],
        };

        var free = SymmetricPowerFlow.Solve(network, Flat);
        var limited = SymmetricPowerFlow.Solve(network, Flat with { EnforceReactiveLimits = true });

        Assert.Equal(1, free.NodeVoltagesPu[1].Magnitude, 1e-10);
        Assert.True(free.GeneratorPowersVA[0].Imaginary > 1.2e6);
        Assert.Empty(free.AtReactiveLimit);
        Assert.True(limited.NodeVoltagesPu[1].Magnitude < 1 - 1e-4);
        Assert.Equal(1.2e6, limited.GeneratorPowersVA[0].Imaginary, 1);
        Assert.Equal([0], limited.AtReactiveLimit);
    }

    private static Network TwoBuses(Complex seriesOhm, ZipPower load, double ratedV) => new()
    {
        Nodes = [new("1", "", ratedV), new("2", "", ratedV)],
        Lines = [new("l", "", 0, 1, true, true) { PositiveSequence = PiCircuit.Of(seriesOhm, 0) }],
        Sources = [new("s", "", 0, true, ratedV, 0)],
        Loads = [new("d", "", 1, true, load)],
    };
}
