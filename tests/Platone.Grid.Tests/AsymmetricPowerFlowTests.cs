using System.Numerics;
using Platone.Grid.Numerics;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Tests;

public sealed class AsymmetricPowerFlowTests
{
    /// <summary>A resistance from one phase to earth behind a line: the current closes over the phase's own impedance, (Z0 + 2 Z1) / 3.</summary>
    [Fact]
    public void A_load_in_one_phase_sees_the_line_and_its_way_back()
    {
        var (z1, z0, load, u) = (new Complex(0.4, 0.3), new Complex(1.6, 0.9), new Complex(8, 1), 400.0);
        var phaseV = u / Math.Sqrt(3);
        var power = phaseV * phaseV / Complex.Conjugate(load);
        var network = new Network
        {
            Nodes = [new("1", "", u), new("2", "", u)],
            Lines = [new("l", "", 0, 1, true, true) { PositiveSequence = PiCircuit.Of(z1, 0), ZeroSequence = PiCircuit.Of(z0, 0) }],
            Sources = [new("s", "", 0, true, u, 0)],
            Loads = [new("d", "", 1, true, new(default, default, new(power, 0, 0)))],
            BasePowerVA = 1e5,
        };

        var result = AsymmetricPowerFlow.Solve(network);

        var self = (z0 + 2 * z1) / 3;
        var mutual = (z0 - z1) / 3;
        var current = 1 / (self + load);
        Assert.True(result.Converged);
        Assert.Equal(0, (load * current - result.NodeVoltagesPu[1].A).Magnitude, 1e-10);
        Assert.Equal(0, (PhaseVector.Balanced(1).B - mutual * current - result.NodeVoltagesPu[1].B).Magnitude, 1e-10);
        Assert.Equal(0, (PhaseVector.Balanced(1).C - mutual * current - result.NodeVoltagesPu[1].C).Magnitude, 1e-10);
    }

    /// <summary>Dyn11: what one phase of the star takes comes from two phases of the delta, so the sum of the delta's currents is nothing.</summary>
    [Fact]
    public void A_delta_lets_no_zero_sequence_through()
    {
        var network = WithTransformer(WindingConnection.Delta, WindingConnection.EarthedStar, 11 * Math.PI / 6);

        var result = AsymmetricPowerFlow.Solve(network);

        var power = result.Transformers[0].FromVA;
        var voltage = result.NodeVoltagesPu[0];
        var sum = Complex.Conjugate(power.A / voltage.A) + Complex.Conjugate(power.B / voltage.B) + Complex.Conjugate(power.C / voltage.C);
        Assert.True(result.Converged);
        Assert.Equal(0, sum.Magnitude, 1e-6);
        Assert.Equal(9000, -result.Transformers[0].ToVA.A.Real, 1e-5);
        Assert.Equal(0, result.Transformers[0].ToVA.B.Magnitude, 1e-5);

        // The clock says 11: the delta lags the star by 330 degrees, which is to lead by 30.
        Assert.Equal(-11 * Math.PI / 6 + 2 * Math.PI, result.NodeVoltagesPu[1].PositiveSequence.Phase, 0.05);
    }

    [Fact]
    public void Without_a_zero_sequence_the_equipment_is_named()
    {
        var network = WithTransformer(WindingConnection.Delta, WindingConnection.EarthedStar, 0);
        network = network with { Transformers = [network.Transformers[0] with { ZeroSequence = null }] };

        var problem = Assert.Throws<NetworkException>(() => AsymmetricPowerFlow.Solve(network));

        Assert.Equal("transformer t: zero sequence: found none, expected one for an unbalanced study", problem.Message);
    }

    private static Network WithTransformer(WindingConnection from, WindingConnection to, double shift)
    {
        var circuit = PiCircuit.Of(new(0.002, 0.02), 0);
        return new()
        {
            Nodes = [new("1", "", 10_000), new("2", "", 400)],
            Transformers =
            [
                new("t", "", 0, 1, true, true)
                {
                    FromWindingV = 10_000, ToWindingV = 400, PhaseShiftRad = shift, PositiveSequence = circuit, ZeroSequence = new(from, to, circuit),
                },
            ],
            Sources = [new("s", "", 0, true, 10_000, 0)],
            Loads = [new("d", "", 1, true, new(new(9000, 0, 0), default, default))],
            BasePowerVA = 1e5,
        };
    }
}
