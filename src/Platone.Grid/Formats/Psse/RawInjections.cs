using System.Numerics;

namespace Platone.Grid.Formats.Psse;

/// <summary>The records of loads, shunts and machines.</summary>
sealed class RawInjections(RawBuses buses)
{
    /// <summary>Megavars and megawatts that stand for a limit that is none.</summary>
    private const double Unlimited = 99_999;

    private readonly EquipmentIds<int> _loadIds = new();
    private readonly EquipmentIds<int> _shuntIds = new();
    private readonly EquipmentIds<int> _machineIds = new();

    public List<string> Loads { get; } = [];

    public List<string> Shunts { get; } = [];

    public List<string> Machines { get; } = [];

    public void AddAll(Network network)
    {
        foreach (var generator in network.Generators) Add(generator);
        foreach (var load in network.Loads) AddLoad(load.Node, load.IsConnected, load.Power);
        foreach (var shunt in network.Shunts) AddShunt(shunt.Node, shunt.PositiveSequenceSiemens, shunt.IsConnected);
    }

    public static IEnumerable<string> Changed(Network network)
    {
        var unbalanced = network.Loads.Count(load => !load.Power.IsBalanced) + network.Generators.Count(generator => !generator.Power.IsBalanced);
        if (unbalanced > 0) yield return $"{unbalanced} loads and generators differ between phases: the file has the sum.";
    }

    /// <summary>The first machine of a swing bus.</summary>
    public void AddSource(int bus, double voltagePu, bool isConnected) => AddMachine(bus, 0, (-Unlimited, Unlimited), voltagePu, 0, isConnected);

    public void AddShunt(int node, Complex siemens, bool isConnected = true)
    {
        if (siemens == 0) return;

        var bus = buses.NumberOf(node);
        var powerMVA = siemens * (buses.BaseV(node) * buses.BaseV(node) / 1e6);
        Shunts.Add(RawText.Record(bus, _shuntIds.Next(bus), Status(isConnected), powerMVA.Real, powerMVA.Imaginary));
    }

    /// <summary>
    /// Without a target its reactive power is fixed by equal limits. Machines have constant power alone: what follows the voltage is a load of the opposite
    /// sign.
    /// </summary>
    private void Add(Generator generator)
    {
        var power = generator.Power;
        if (power.Current != default || power.Impedance != default)
            AddLoad(generator.Node, generator.IsConnected, new ZipPower(default, Opposite(power.Current), Opposite(power.Impedance)));

        var powerMVA = power.Power.Total / 1e6;
        if (generator.Target is not { } target)
        {
            AddMachine(buses.NumberOf(generator.Node), powerMVA, (powerMVA.Imaginary, powerMVA.Imaginary), 1, 0, generator.IsConnected);
            return;
        }

        var limitsMvar = (LimitMvar(generator.MinimumReactivePowerVar), LimitMvar(generator.MaximumReactivePowerVar));
        var regulated = buses.AreOne(target.Node, generator.Node) ? 0 : buses.NumberOf(target.Node);
        AddMachine(buses.NumberOf(generator.Node), powerMVA, limitsMvar, target.VoltageV / buses.BaseV(target.Node), regulated, generator.IsConnected);
    }

    private static PhasePower Opposite(PhasePower power) => new(-power.A, -power.B, -power.C);

    private static double LimitMvar(double limitVar) => double.IsFinite(limitVar) ? limitVar / 1e6 : Math.CopySign(Unlimited, limitVar);

    private void AddMachine(int bus, Complex powerMVA, (double Lowest, double Highest) limitsMvar, double targetPu, int regulated, bool isConnected) =>
        Machines.Add(RawText.Record(
            bus, _machineIds.Next(bus), powerMVA.Real, powerMVA.Imaginary, limitsMvar.Highest, limitsMvar.Lowest, targetPu, regulated,
            buses.BasePowerVA / 1e6, 0, 1, 0, 0, 1, Status(isConnected), 100, Unlimited, -Unlimited, 1, 1));

    /// <summary>The parts that follow the voltage are told at the node's rated voltage and written at the bus's.</summary>
    private void AddLoad(int node, bool isConnected, ZipPower power)
    {
        var bus = buses.NumberOf(node);
        var perRated = buses.BaseV(node) / buses.RatedV(node);
        var constant = power.Power.Total / 1e6;
        var current = power.Current.Total * (perRated / 1e6);
        var impedance = power.Impedance.Total * (perRated * perRated / 1e6);
        Loads.Add(RawText.Record(
            bus, _loadIds.Next(bus), Status(isConnected), 1, 1, constant.Real, constant.Imaginary, current.Real, current.Imaginary,
            impedance.Real, -impedance.Imaginary, 1, 1));
    }

    private static int Status(bool isOn) => isOn ? 1 : 0;
}
