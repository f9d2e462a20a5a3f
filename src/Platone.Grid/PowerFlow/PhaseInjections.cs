using System.Numerics;
using Platone.Grid.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>What is given in every phase of every bus, per unit of a third of the network's base power.</summary>
sealed class PhaseInjections
{
    private PhaseInjections(int buses)
    {
        Powers = new PhaseVector[buses];
        CurrentPowers = new PhaseVector[buses];
        ImpedancePowers = new PhaseVector[buses];
    }

    public PhaseVector[] Powers { get; }

    public PhaseVector[] CurrentPowers { get; }

    public PhaseVector[] ImpedancePowers { get; }

    /// <param name="balanced">Which buses hold a voltage.</param>
    public static PhaseInjections Of(CompiledNetwork compiled, Network network, BusInjections balanced)
    {
        var injections = new PhaseInjections(compiled.BusCount);
        var phaseVA = network.BasePowerVA / 3;
        foreach (var load in network.Loads)
            if (load.IsConnected) Add(load.Node, load.Power, -1);

        foreach (var generator in network.Generators)
        {
            if (!generator.IsConnected) continue;

            Add(generator.Node, balanced.IsHeldBy(generator, compiled) ? ZipPower.OfPower(generator.Power.Power.Total.Real) : generator.Power, 1);
        }

        return injections;

        void Add(int node, ZipPower power, int sign)
        {
            var bus = compiled.BusOfNode[node];
            var perRated = compiled.BaseVoltagesV[bus] / network.Nodes[node].RatedVoltageV;
            injections.Powers[bus] += PerUnit(power.Power) * sign;
            injections.CurrentPowers[bus] += PerUnit(power.Current) * (sign * perRated);
            injections.ImpedancePowers[bus] += PerUnit(power.Impedance) * (sign * perRated * perRated);
        }

        PhaseVector PerUnit(PhasePower power) => new(power.A / phaseVA, power.B / phaseVA, power.C / phaseVA);
    }

    public PhaseVector At(int bus, in PhaseVector voltage) => new(
        At(Powers[bus].A, CurrentPowers[bus].A, ImpedancePowers[bus].A, voltage.A),
        At(Powers[bus].B, CurrentPowers[bus].B, ImpedancePowers[bus].B, voltage.B),
        At(Powers[bus].C, CurrentPowers[bus].C, ImpedancePowers[bus].C, voltage.C));

    private static Complex At(Complex power, Complex current, Complex impedance, Complex voltage)
    {
        var magnitude = voltage.Magnitude;
        return power + current * magnitude + impedance * (magnitude * magnitude);
    }
}
