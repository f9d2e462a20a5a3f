using System.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>What each load, generator and source has of what flows through its bus.</summary>
sealed class BusShares(CompiledNetwork compiled, Network network, BusInjections injections, NewtonState state)
{
    public static Complex[] Loads(Network network, Complex[] nodeVoltages)
    {
        var powers = new Complex[network.Loads.Count];
        for (var i = 0; i < powers.Length; i++)
            if (network.Loads[i] is { IsConnected: true } load) powers[i] = At(load.Power, nodeVoltages[load.Node]);

        return powers;
    }

    /// <summary>Reactive power that holds a voltage is shared by the ranges of those that hold it, and equally where a range has no end.</summary>
    public Complex[] Generators(Complex[] nodeVoltages)
    {
        var weights = new Dictionary<int, (double Range, int Count)>();
        foreach (var generator in network.Generators)
        {
            if (!Holds(generator, out var bus)) continue;

            var (range, count) = weights.GetValueOrDefault(bus);
            weights[bus] = (range + RangeOf(generator), count + 1);
        }

        var powers = new Complex[network.Generators.Count];
        for (var i = 0; i < powers.Length; i++)
        {
            var generator = network.Generators[i];
            if (!generator.IsConnected) continue;

            powers[i] = At(generator.Power, nodeVoltages[generator.Node]);
            if (!Holds(generator, out var bus)) continue;

            var held = (state.Drawn[bus].Imaginary - GivenAt(bus).Imaginary) * network.BasePowerVA;
            var (range, count) = weights[bus];
            var share = range is > 0 and < double.PositiveInfinity
                ? generator.MinimumReactivePowerVar + (held - injections.MinimumReactivePowers[bus] * network.BasePowerVA) * RangeOf(generator) / range
                : held / count;
            powers[i] = new(powers[i].Real, share);
        }

        return powers;
    }

    public Complex[] Sources(Complex[] nodeVoltages)
    {
        var slackShares = SlackShares.Of(compiled, network);
        var powers = new Complex[network.Sources.Count];
        for (var i = 0; i < powers.Length; i++)
        {
            var source = network.Sources[i];
            if (!source.IsConnected) continue;

            if (!source.HoldsItsNode(network))
            {
                var voltage = nodeVoltages[source.Node] * network.Nodes[source.Node].RatedVoltageV;
                var behind = Complex.FromPolarCoordinates(source.VoltageV, source.AngleRad);
                powers[i] = voltage * Complex.Conjugate((behind - voltage) / source.PositiveSequenceOhm);
                continue;
            }

            var bus = BusOf(source.Node);
            powers[i] = (state.Drawn[bus] - GivenAt(bus)) * (network.BasePowerVA * slackShares[i]);
        }

        return powers;
    }

    public List<int> AtReactiveLimit()
    {
        var places = new List<int>();
        for (var i = 0; i < network.Generators.Count; i++)
        {
            var generator = network.Generators[i];
            if (!Holds(generator, out var bus)) continue;

            var magnitude = state.Voltages[injections.TargetBuses[bus]].Magnitude;
            if (Math.Abs(magnitude - injections.Targets[bus]) > 1e-7) places.Add(i);
        }

        return places;
    }

    private int BusOf(int node) => compiled.BusOfNode[node];

    private bool Holds(Generator generator, out int bus)
    {
        bus = BusOf(generator.Node);
        return injections.IsHeldBy(generator, compiled);
    }

    private Complex GivenAt(int bus)
    {
        var magnitude = state.Voltages[bus].Magnitude;
        return injections.Powers[bus] + injections.CurrentPowers[bus] * magnitude + injections.ImpedancePowers[bus] * (magnitude * magnitude);
    }

    private static double RangeOf(Generator generator) => generator.MaximumReactivePowerVar - generator.MinimumReactivePowerVar;

    private static Complex At(in ZipPower power, Complex voltage)
    {
        if (voltage == 0) return 0;
        if (!power.FollowsVoltage) return power.Power.Total;

        var magnitude = voltage.Magnitude;
        return power.Power.Total + power.Current.Total * magnitude + power.Impedance.Total * (magnitude * magnitude);
    }
}
