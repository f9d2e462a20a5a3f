using System.Numerics;

namespace Platone.Grid.Formats.Psse;

/// <summary>
/// Machines: the first of a swing bus is the network's reference, those of a generator bus hold their voltage, others give what they are told to.
/// </summary>
static class GeneratorRecords
{
    /// <summary>Values of WMOD, the control mode of machines that are not conventional.</summary>
    private const int Conventional = 0;
    private const int PowerFactorLimits = 2;
    private const int FixedPowerFactor = 3;
    private const int Infeed = 4;

    public static void Add(NetworkDraft draft)
    {
        var withSource = new HashSet<int>();
        var atLoadBuses = 0;
        foreach (var record in draft.Data[Section.Generator])
        {
            var bus = draft.RequireBus(record, "ibus");
            var id = draft.Claim(record, "generator", draft.IdAt(bus, record, "machid"));
            var isRunning = record.Code("stat", 1, 0, 1) == 1 && !draft.IsIsolated(bus);
            if (isRunning && draft.TypeOf(bus) == BusType.Swing && withSource.Add(bus)) AddSource(draft, record, bus, id);
            else draft.Generators.Add(Generator(draft, record, bus, id, isRunning));

            if (isRunning && draft.TypeOf(bus) == BusType.Load) atLoadBuses++;
        }

        for (var bus = 0; bus < draft.Nodes.Count; bus++)
            if (draft.TypeOf(bus) == BusType.Swing && withSource.Add(bus)) AddSourceWithoutMachine(draft, bus);

        if (atLoadBuses > 0)
            draft.LeftOut.Add($"{atLoadBuses} machines in service stand at buses of type 1, where PSS/E expects none: they give what the file says.");

        if (withSource.Count == 0) throw new GridFormatException(draft.Data.File, "bus data", "found no swing bus, expected at least one (IDE 3)");
    }

    private static void AddSource(NetworkDraft draft, Record record, int bus, string id)
    {
        var node = draft.Nodes[bus];
        var given = node.GivenVoltage!.Value;

        // The swing bus is held itself: a machine that is told another bus has its own as the file solved it.
        var isLocal = draft.RegulatedBus(record, "ireg", bus) == bus;
        var voltagePu = isLocal ? record.Positive("vs", 1) : given.Pu;
        draft.Sources.Add(new Source(id, id, bus, true, voltagePu * node.RatedVoltageV, given.AngleRad));
    }

    private static void AddSourceWithoutMachine(NetworkDraft draft, int bus)
    {
        var node = draft.Nodes[bus];
        var given = node.GivenVoltage!.Value;
        draft.Sources.Add(new Source(node.Id, node.Name, bus, true, given.Pu * node.RatedVoltageV, given.AngleRad));
        draft.LeftOut.Add($"The swing bus {node.Id} has no machine in service: it is held at the voltage that its own record gives.");
    }

    private static Generator Generator(NetworkDraft draft, Record record, int bus, string id, bool isRunning)
    {
        var power = NetworkDraft.Power(record, "pg", "qg");
        var mode = record.Code("wmod", 0, 0, 4);
        var factorVar = Math.Abs(power.Real) * Math.Tan(Math.Acos(Math.Clamp(Math.Abs(record.Number("wpf", 1)), 0.01, 1)));
        if (mode == FixedPowerFactor) power = new Complex(power.Real, record.Number("wpf", 1) < 0 ? -factorVar : factorVar);

        var (lowestVar, highestVar) = mode == PowerFactorLimits ? (-factorVar, factorVar) : (record.Number("qb", -9999) * 1e6, record.Number("qt", 9999) * 1e6);
        if (isRunning && lowestVar > highestVar) throw record.Error("qb", lowestVar / 1e6, FormattableString.Invariant($"no more than QT, {highestVar / 1e6}"));

        // Equal limits fix the reactive power.
        var isFixed = mode is FixedPowerFactor or Infeed || lowestVar == highestVar;
        if (mode == Conventional && lowestVar == highestVar && draft.TypeOf(bus) == BusType.Generator) power = new Complex(power.Real, lowestVar);

        var holds = !isFixed && (isRunning ? draft.TypeOf(bus) != BusType.Load : record.Number("vs", 1) > 0);
        return new Generator(id, id, bus, isRunning, ZipPower.OfPower(power))
        {
            Target = holds ? Target(draft, record, bus) : null,
            MinimumReactivePowerVar = lowestVar,
            MaximumReactivePowerVar = highestVar,
        };
    }

    private static VoltageTarget Target(NetworkDraft draft, Record record, int bus)
    {
        var regulated = draft.RegulatedBus(record, "ireg", bus);
        return new VoltageTarget(regulated, record.Positive("vs", 1) * draft.Nodes[regulated].RatedVoltageV);
    }
}
