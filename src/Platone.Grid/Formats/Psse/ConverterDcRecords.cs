using System.Numerics;

namespace Platone.Grid.Formats.Psse;

/// <summary>
/// Dc lines between voltage source converters as two generators: active power from the dc circuit with its losses, reactive power as each is controlled.
/// </summary>
static class ConverterDcRecords
{
    private const int OutOfService = 0;
    private const int HoldsDcVoltage = 1;
    private const int HoldsAcVoltage = 1;

    public static void Add(NetworkDraft draft)
    {
        foreach (var record in draft.Data[Section.ConverterDc])
        {
            var (type1, type2) = (record.Code("type1", 0, 0, 2), record.Code("type2", 0, 0, 2));
            if (record.Code("mdc", 1, 0, 1) == OutOfService || type1 == OutOfService || type2 == OutOfService) continue;
            if (type1 == type2) throw record.Error("type2", $"found {type2} at both converters, expected 1 (dc voltage) at one and 2 (power) at the other");

            var (holding, scheduled) = type1 == HoldsDcVoltage ? (1, 2) : (2, 1);
            var (heldMW, scheduledMW) = Powers(record, holding, scheduled);
            AddConverter(draft, record, holding, heldMW);
            AddConverter(draft, record, scheduled, scheduledMW);
        }
    }

    /// <summary>Into the ac network. The scheduled one gives DCSET; the other what is left of it after the losses of both and of the line.</summary>
    private static (double HoldingMW, double ScheduledMW) Powers(Record record, int holding, int scheduled)
    {
        var scheduledMW = record.Number($"dcset{scheduled}", 0);
        var dcKV = record.Positive($"dcset{holding}", 0);
        var lineOhm = record.Number("rdc", 0);
        var currentKA = scheduledMW / dcKV;

        // A fixed point, because the converter's losses follow the current: they are a few hundredths of the power.
        for (var i = 0; i < 100; i++) currentKA = (scheduledMW + LossMW(record, scheduled, currentKA)) / (dcKV - lineOhm * currentKA);

        var isPlausible = double.IsFinite(currentKA) && lineOhm * Math.Abs(currentKA) < dcKV;
        if (!isPlausible) throw record.Error($"dcset{scheduled}", scheduledMW, "no more megawatts than the line can carry");

        return (-dcKV * currentKA - LossMW(record, holding, currentKA), scheduledMW);
    }

    /// <summary>ALOSS kilowatts and BLOSS kilowatts by ampere, at least MINLOSS kilowatts.</summary>
    private static double LossMW(Record record, int converter, double currentKA) => Math.Max(
        record.Number($"minloss{converter}", 0),
        record.Number($"aloss{converter}", 0) + record.Number($"bloss{converter}", 0) * Math.Abs(currentKA) * 1e3) / 1e3;

    private static void AddConverter(NetworkDraft draft, Record record, int converter, double activeMW)
    {
        var bus = draft.RequireBus(record, $"ibus{converter}");
        var name = record.Text("name", draft.Nodes[bus].Id);
        var id = draft.Claim(record, "generator", $"{name}-{converter}");
        if (record.Code($"mode{converter}", 1, 1, 2) == HoldsAcVoltage)
        {
            var regulated = draft.RegulatedBus(record, $"vsreg{converter}", bus);
            var (lowestMvar, highestMvar) = (record.Number($"minq{converter}", -9999), record.Number($"maxq{converter}", 9999));
            if (lowestMvar > highestMvar) throw record.Error($"minq{converter}", lowestMvar, FormattableString.Invariant($"no more than MAXQ, {highestMvar}"));

            draft.Generators.Add(new Generator(id, name, bus, !draft.IsIsolated(bus), ZipPower.OfPower(activeMW * 1e6))
            {
                Target = new VoltageTarget(regulated, record.Positive($"acset{converter}", 1) * draft.Nodes[regulated].RatedVoltageV),
                MinimumReactivePowerVar = lowestMvar * 1e6,
                MaximumReactivePowerVar = highestMvar * 1e6,
            });
            return;
        }

        var factor = record.Number($"acset{converter}", 1);
        if (Math.Abs(factor) is 0 or > 1) throw record.Error($"acset{converter}", factor, "a power factor");

        var reactiveMvar = Math.Sign(factor) * Math.Abs(activeMW) * Math.Tan(Math.Acos(Math.Abs(factor)));
        draft.Generators.Add(new Generator(id, name, bus, !draft.IsIsolated(bus), ZipPower.OfPower(new Complex(activeMW, reactiveMvar) * 1e6)));
    }
}
