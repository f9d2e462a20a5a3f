using System.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>What is given at every bus of a case, per unit.</summary>
sealed class BusInjections
{
    public BusInjections(int buses)
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

    /// <summary>Whether any source stands behind an impedance.</summary>
    public bool HasSourceCurrents { get; private set; }

    public static BusInjections Of(CompiledNetwork compiled, Network network)
    {
        var injections = new BusInjections(compiled.BusCount);
        injections.Fill(compiled, network);
        return injections;
    }

    /// <summary>In place of whatever was there.</summary>
    public void Fill(CompiledNetwork compiled, Network network)
    {
        Clear();
        for (var bus = 0; bus < compiled.BusCount; bus++)
            if (!compiled.IsEnergised[bus]) Kinds[bus] = BusKind.Dead;

        foreach (var source in network.Sources)
            if (source.IsConnected) Add(source, compiled, network);

        foreach (var load in network.Loads)
            if (load.IsConnected) Add(load.Node, load.Power, -1 / network.BasePowerVA, compiled, network);

        foreach (var generator in network.Generators)
            if (generator.IsConnected) Add(generator, compiled, network);
    }

    /// <summary>Whether a generator holds a voltage here. One that would, and cannot, gives what it is told to.</summary>
    public bool IsHeldBy(Generator generator, CompiledNetwork compiled) =>
        generator is { IsConnected: true, Target: { } target } && TargetBuses[compiled.BusOfNode[generator.Node]] == compiled.BusOfNode[target.Node];

    private void Clear()
    {
        Array.Clear(Kinds);
        Array.Clear(Powers);
        if (FollowVoltage) Array.Clear(CurrentPowers);
        if (FollowVoltage) Array.Clear(ImpedancePowers);
        if (HasSourceCurrents) Array.Clear(SourceCurrents);
        Array.Clear(MinimumReactivePowers);
        Array.Clear(MaximumReactivePowers);
        Array.Fill(TargetBuses, -1);
        (FollowVoltage, HasSourceCurrents) = (false, false);
    }

    private void Add(Source source, CompiledNetwork compiled, Network network)
    {
        var bus = compiled.BusOfNode[source.Node];
        var baseV = compiled.BaseVoltagesV[bus];
        var voltage = Complex.FromPolarCoordinates(source.VoltageV / baseV, source.AngleRad);
        if (!source.HoldsItsNode(network))
        {
            HasSourceCurrents = true;
            SourceCurrents[bus] += voltage * (baseV * baseV / network.BasePowerVA) / source.PositiveSequenceOhm;
            return;
        }

        if (Kinds[bus] == BusKind.Slack && (SlackVoltages[bus] - voltage).Magnitude > 1e-9)
            throw new NetworkException($"source {source.Id}", "found another voltage than the other source that holds its bus has, expected the same");

        Kinds[bus] = BusKind.Slack;
        SlackVoltages[bus] = voltage;
    }

    private void Add(Generator generator, CompiledNetwork compiled, Network network)
    {
        var bus = compiled.BusOfNode[generator.Node];
        if (generator.Target is not { } target || Kinds[bus] is BusKind.Slack or BusKind.Dead || !TryHold(bus, target, compiled))
        {
            Add(generator.Node, generator.Power, 1 / network.BasePowerVA, compiled, network);
            return;
        }

        // The reactive power that it starts from counts for nothing where it holds the voltage.
        Powers[bus] += generator.Power.Power.Total.Real / network.BasePowerVA;
        MinimumReactivePowers[bus] += generator.MinimumReactivePowerVar / network.BasePowerVA;
        MaximumReactivePowers[bus] += generator.MaximumReactivePowerVar / network.BasePowerVA;
    }

    /// <summary>
    /// Whether the bus holds that voltage from now on. Of several buses that would hold one and the same, the first does, and the others give what they
    /// are told to.
    /// </summary>
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

    /// <param name="scale">From volt-amperes to per unit, negative for what is taken.</param>
    private void Add(int node, in ZipPower power, double scale, CompiledNetwork compiled, Network network)
    {
        var bus = compiled.BusOfNode[node];
        Powers[bus] += power.Power.Total * scale;
        if (!power.FollowsVoltage) return;

        FollowVoltage = true;
        var perRated = compiled.BaseVoltagesV[bus] / network.Nodes[node].RatedVoltageV;
        CurrentPowers[bus] += power.Current.Total * (perRated * scale);
        ImpedancePowers[bus] += power.Impedance.Total * (perRated * perRated * scale);
    }
}
