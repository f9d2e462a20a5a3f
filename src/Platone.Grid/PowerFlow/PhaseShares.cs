using System.Numerics;
using Platone.Grid.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>What each load, generator and source has, by phase, of what flows through its bus.</summary>
sealed class PhaseShares(
    CompiledNetwork compiled, Network network, BusInjections balanced, PhaseInjections injections, AsymmetricNewton newton, PhaseVector[] nodeVoltages)
{
    public PhaseVector[] Loads()
    {
        var powers = new PhaseVector[network.Loads.Count];
        for (var i = 0; i < powers.Length; i++)
            if (network.Loads[i] is { IsConnected: true } load) powers[i] = At(load.Power, nodeVoltages[load.Node]);

        return powers;
    }

    /// <summary>Reactive power that holds a voltage is shared equally.</summary>
    public PhaseVector[] Generators()
    {
        var counts = new Dictionary<int, int>();
        foreach (var generator in network.Generators)
            if (Holds(generator, out var bus)) counts[bus] = counts.GetValueOrDefault(bus) + 1;

        var powers = new PhaseVector[network.Generators.Count];
        for (var i = 0; i < powers.Length; i++)
        {
            var generator = network.Generators[i];
            if (!generator.IsConnected) continue;

            if (!Holds(generator, out var bus))
            {
                powers[i] = At(generator.Power, nodeVoltages[generator.Node]);
                continue;
            }

            var active = generator.Power.Power.Total.Real / 3;
            var held = NeededAt(bus) * (network.BasePowerVA / 3 / counts[bus]);
            powers[i] = new(new(active, held.A.Imaginary), new(active, held.B.Imaginary), new(active, held.C.Imaginary));
        }

        return powers;
    }

    public PhaseVector[] Sources()
    {
        var slackShares = SlackShares.Of(compiled, network);
        var powers = new PhaseVector[network.Sources.Count];
        for (var i = 0; i < powers.Length; i++)
        {
            var source = network.Sources[i];
            if (!source.IsConnected) continue;

            powers[i] = source.HoldsItsNode(network)
                ? NeededAt(compiled.BusOfNode[source.Node]) * (network.BasePowerVA / 3 * slackShares[i])
                : BehindImpedance(source);
        }

        return powers;
    }

    private PhaseVector BehindImpedance(Source source)
    {
        var voltage = nodeVoltages[source.Node] * (network.Nodes[source.Node].RatedVoltageV / Math.Sqrt(3));
        var behind = PhaseVector.Balanced(Complex.FromPolarCoordinates(source.VoltageV / Math.Sqrt(3), source.AngleRad));
        var positive = 1 / source.PositiveSequenceOhm;
        var current = PhaseMatrix.OfSequences(PhaseAdmittance.SourceZeroSequence(source), positive, positive) * (behind - voltage);
        return new(voltage.A * Complex.Conjugate(current.A), voltage.B * Complex.Conjugate(current.B), voltage.C * Complex.Conjugate(current.C));
    }

    private bool Holds(Generator generator, out int bus)
    {
        bus = compiled.BusOfNode[generator.Node];
        return balanced.IsHeldBy(generator, compiled);
    }

    /// <summary>What the bus must get beyond what is given.</summary>
    private PhaseVector NeededAt(int bus) => newton.DrawnAt(bus) - injections.At(bus, newton.Voltages[bus]);

    private static PhaseVector At(ZipPower power, PhaseVector voltage) => new(
        At(power.Power.A, power.Current.A, power.Impedance.A, voltage.A.Magnitude),
        At(power.Power.B, power.Current.B, power.Impedance.B, voltage.B.Magnitude),
        At(power.Power.C, power.Current.C, power.Impedance.C, voltage.C.Magnitude));

    private static Complex At(Complex power, Complex current, Complex impedance, double magnitude) =>
        magnitude == 0 ? 0 : power + current * magnitude + impedance * (magnitude * magnitude);
}
