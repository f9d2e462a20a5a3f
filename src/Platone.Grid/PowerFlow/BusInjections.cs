using System.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>What is given at every bus of a case, per unit.</summary>
sealed class BusInjections
{
    private BusInjections(int buses)
    {
        Kinds = new BusKind[buses];
        Powers = new Complex[buses];
        CurrentPowers = new Complex[buses];
        ImpedancePowers = new Complex[buses];
        SourceCurrents = new Complex[buses];
        SlackVoltages = new Complex[buses];
        Targets = new double[buses];
        TargetBuses = new int[buses];
        MinimumReactivePowers = new double[buses];
        MaximumReactivePowers = new double[buses];
        Array.Fill(TargetBuses, -1);
    }

    public BusKind[] Kinds { get; }

    /// <summary>Constant power into the network: generation less load.</summary>
    public Complex[] Powers { get; }

    /// <summary>Power into the network that is proportional to the voltage's magnitude, at a magnitude of 1.</summary>
    public Complex[] CurrentPowers { get; }

    /// <summary>Power into the network that is proportional to the square of the voltage's magnitude, at a magnitude of 1.</summary>
    public Complex[] ImpedancePowers { get; }

    /// <summary>What sources behind an impedance drive into their bus while its voltage is nothing.</summary>
    public Complex[] SourceCurrents { get; }

    public Complex[] SlackVoltages { get; }

    /// <summary>Magnitudes to hold.</summary>
    public double[] Targets { get; }

    /// <summary>The bus at which a generator holds it, -1 where none does.</summary>
    public int[] TargetBuses { get; }

    /// <summary>Of all generators of the bus that hold a voltage, together.</summary>
    public double[] MinimumReactivePowers { get; }

    public double[] MaximumReactivePowers { get; }

    /// <summary>Whether any power follows the voltage.</summary>
    public bool FollowVoltage { get; private set; }

    public static BusInjections Of(CompiledNetwork compiled, Network network)
    {
        var injections = new BusInjections(compiled.BusCount);
        for (var bus = 0; bus < compiled.BusCount; bus++)
            if (!compiled.IsEnergised[bus]) injections.Kinds[bus] = BusKind.Dead;

        foreach (var source in network.Sources)
            if (source.IsConnected) injections.Add(source, compiled, network.BasePowerVA);

        foreach (var load in network.Loads)
            if (load.IsConnected) injections.Add(load.Node, load.Power, -1, compiled, network);

        foreach (var generator in network.Generators)
            if (generator.IsConnected) injections.Add(generator, compiled, network);

        return injections;
    }

    private void Add(Source source, CompiledNetwork compiled, double basePowerVA)
    {
        var bus = compiled.BusOfNode[source.Node];
        var baseV = compiled.BaseVoltagesV[bus];
        var voltage = Complex.FromPolarCoordinates(source.VoltageV / baseV, source.AngleRad);
        if (source.PositiveSequenceOhm != 0)
        {
            SourceCurrents[bus] += voltage * (baseV * baseV / basePowerVA) / source.PositiveSequenceOhm;
            return;
        }

        if (Kinds[bus] == BusKind.Slack && (SlackVoltages[bus] - voltage).Magnitude > 1e-9)
            throw new NetworkException($"source {source.Id}", "found another voltage than that of the other source without impedance at its bus, expected the same");

        Kinds[bus] = BusKind.Slack;
        SlackVoltages[bus] = voltage;
    }

    private void Add(Generator generator, CompiledNetwork compiled, Network network)
    {
        var bus = compiled.BusOfNode[generator.Node];
        if (generator.Target is not { } target || Kinds[bus] is BusKind.Slack or BusKind.Dead || !TryHold(bus, target, compiled))
        {
            Add(generator.Node, generator.Power, 1, compiled, network);
            return;
        }

        // The reactive power that it starts from counts for nothing where it holds the voltage.
        Powers[bus] += generator.Power.Power.Total.Real / network.BasePowerVA;
        MinimumReactivePowers[bus] += generator.MinimumReactivePowerVar / network.BasePowerVA;
        MaximumReactivePowers[bus] += generator.MaximumReactivePowerVar / network.BasePowerVA;
    }

    /// <summary>Whether the bus holds that voltage from now on. Of several buses that would hold one and the same, the first does, and the others give what they are told to.</summary>
    private bool TryHold(int bus, VoltageTarget target, CompiledNetwork compiled)
    {
        var targetBus = compiled.BusOfNode[target.Node];
        if (TargetBuses[bus] >= 0) return TargetBuses[bus] == targetBus;
        if (Kinds[targetBus] is BusKind.Slack or BusKind.Dead || Array.IndexOf(TargetBuses, targetBus) >= 0) return false;

        TargetBuses[bus] = targetBus;
        Targets[bus] = target.VoltageV / compiled.BaseVoltagesV[targetBus];
        Kinds[bus] = targetBus == bus ? BusKind.Generator : BusKind.RemoteGenerator;
        return true;
    }

    private void Add(int node, ZipPower power, int sign, CompiledNetwork compiled, Network network)
    {
        var bus = compiled.BusOfNode[node];
        Powers[bus] += sign * power.Power.Total / network.BasePowerVA;

        if (power.Current == default && power.Impedance == default) return;

        FollowVoltage = true;
        var perRated = compiled.BaseVoltagesV[bus] / network.Nodes[node].RatedVoltageV;
        CurrentPowers[bus] += sign * power.Current.Total * perRated / network.BasePowerVA;
        ImpedancePowers[bus] += sign * power.Impedance.Total * (perRated * perRated) / network.BasePowerVA;
    }
}
