using System.Numerics;

namespace Platone.Grid.Formats.Psse;

/// <summary>
/// Machines: the first of a swing bus is the network's reference, those of a generator bus hold their voltage, others give what they are told to.
/// </summary>
static class GeneratorRecords
{
    /// <summary>Values of WMOD, the control mode of machines that are not conventional.</summary>
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

        AddSourcesWithoutMachine(draft, withSource);
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

    private static void AddSourcesWithoutMachine(NetworkDraft draft, HashSet<int> withSource)
    {
        var first = draft.Sources.Count;
        for (var bus = 0; bus < draft.Nodes.Count; bus++)
        {
            if (draft.TypeOf(bus) != BusType.Swing || !withSource.Add(bus)) continue;

            var node = draft.Nodes[bus];
            var given = node.GivenVoltage!.Value;
            draft.Sources.Add(new Source(node.Id, node.Name, bus, true, given.Pu * node.RatedVoltageV, given.AngleRad));
        }

        if (draft.Sources.Count > first)
            draft.LeftOut.Add($"{draft.Sources.Count - first} swing buses have no machine in service: they hold the voltages of their own records.");
    }

    private static Generator Generator(NetworkDraft draft, Record record, int bus, string id, bool isRunning)
    {
        var (powerVA, lowestVar, highestVar) = Powers(record);
        if (isRunning && lowestVar > highestVar) throw record.Error("qb", lowestVar / 1e6, FormattableString.Invariant($"no more than QT, {highestVar / 1e6}"));

        // Equal limits fix the reactive power; without a voltage to hold they are no more than that.
        var type = draft.TypeOf(bus);
        var isFixed = lowestVar == highestVar;
        if (isFixed && type == BusType.Generator) powerVA = new Complex(powerVA.Real, lowestVar);

        var holds = !isFixed && (isRunning ? type != BusType.Load : record.Number("vs", 1) > 0);
        return new Generator(id, id, bus, isRunning, ZipPower.OfPower(powerVA))
        {
            Target = holds ? Target(draft, record, bus) : null,
            MinimumReactivePowerVar = lowestVar,
            MaximumReactivePowerVar = highestVar,
        };
    }

    /// <summary>Power and reactive limits by the control mode: of renewables the power factor WPF says what they may give, or must.</summary>
    private static (Complex PowerVA, double LowestVar, double HighestVar) Powers(Record record)
    {
        var power = NetworkDraft.Power(record, "pg", "qg");
        var factor = record.Number("wpf", 1);
        var factorVar = Math.Abs(power.Real) * Math.Tan(Math.Acos(Math.Clamp(Math.Abs(factor), 0.01, 1)));
        switch (record.Code("wmod", 0, 0, 4))
        {
            case PowerFactorLimits: return (power, -factorVar, factorVar);
            case FixedPowerFactor:
                var fixedVar = Math.CopySign(factorVar, factor);
                return (new Complex(power.Real, fixedVar), fixedVar, fixedVar);
            case Infeed: return (power, power.Imaginary, power.Imaginary);
            default: return (power, record.Number("qb", -9999) * 1e6, record.Number("qt", 9999) * 1e6);
        }
    }

    private static VoltageTarget Target(NetworkDraft draft, Record record, int bus)
    {
        var regulated = draft.RegulatedBus(record, "ireg", bus);
        return new VoltageTarget(regulated, record.Positive("vs", 1) * draft.Nodes[regulated].RatedVoltageV);
    }
}
