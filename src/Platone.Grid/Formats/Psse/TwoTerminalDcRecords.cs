using System.Numerics;

namespace Platone.Grid.Formats.Psse;

/// <summary>
/// Two-terminal dc lines as what their converters take and give: active power from the dc circuit, reactive power from the converters' ideal voltage at
/// the buses' given voltages (P. Kundur, Power System Stability and Control, section 10.2).
/// </summary>
static class TwoTerminalDcRecords
{
    private const int Blocked = 0;
    private const int PowerControl = 1;

    public static void Add(NetworkDraft draft)
    {
        var count = 0;
        foreach (var record in draft.Data[Section.TwoTerminalDc])
        {
            if (record.Code("mdc", 0, 0, 2) == Blocked) continue;

            AddLine(draft, record);
            count++;
        }

        if (count > 0)
            draft.LeftOut.Add($"{count} two-terminal dc lines take and give a constant power, computed from the given voltages: nothing controls them.");
    }

    private static void AddLine(NetworkDraft draft, Record record)
    {
        var (rectifier, inverter) = (draft.RequireBus(record, "ipr"), draft.RequireBus(record, "ipi"));
        var name = record.Text("name", $"{draft.Nodes[rectifier].Id}-{draft.Nodes[inverter].Id}");
        var currentKA = CurrentKA(record);

        // The schedule holds at the inverter, or at a point that RCOMP ohms of the line lie before it.
        var inverterKV = record.Positive("vschd", 0) - record.Number("rcomp", 0) * currentKA;
        var rectifierKV = inverterKV + record.Number("rdc", 0) * currentKA;
        var taken = new Complex(rectifierKV * currentKA, ReactiveMvar(draft, record, rectifier, 'r', rectifierKV, currentKA)) * 1e6;
        var given = new Complex(inverterKV * currentKA, -ReactiveMvar(draft, record, inverter, 'i', inverterKV, currentKA)) * 1e6;
        var (takerId, giverId) = (draft.Claim(record, "load", $"{name}-rectifier"), draft.Claim(record, "generator", $"{name}-inverter"));
        draft.Loads.Add(new Load(takerId, name, rectifier, !draft.IsIsolated(rectifier), ZipPower.OfPower(taken)));
        draft.Generators.Add(new Generator(giverId, name, inverter, !draft.IsIsolated(inverter), ZipPower.OfPower(given)));
    }

    /// <summary>SETVL is amperes, or megawatts: at the rectifier where positive, at the inverter where negative.</summary>
    private static double CurrentKA(Record record)
    {
        var setting = record.Number("setvl", 0);
        if (record.Code("mdc", 0, 0, 2) != PowerControl) return Math.Abs(setting) / 1e3;

        var (scheduleKV, lineOhm, compoundingOhm) = (record.Positive("vschd", 0), record.Number("rdc", 0), record.Number("rcomp", 0));

        // P = (V - RCOMP I + R I) I at the rectifier, (V - RCOMP I) I at the inverter.
        var ohm = (setting > 0 ? lineOhm : 0) - compoundingOhm;
        var discriminant = scheduleKV * scheduleKV + 4 * ohm * Math.Abs(setting);
        if (discriminant < 0) throw record.Error("setvl", setting, "no more megawatts than the line can carry");

        return 2 * Math.Abs(setting) / (scheduleKV + Math.Sqrt(discriminant));
    }

    /// <summary>The power factor of a converter is its dc voltage by the ideal one without load.</summary>
    private static double ReactiveMvar(NetworkDraft draft, Record record, int bus, char converter, double dcKV, double currentKA)
    {
        var bridges = record.Code($"nb{converter}", 1, 1, 1000);
        var secondaryKV = (draft.Nodes[bus].GivenVoltage?.Pu ?? 1) * record.Positive($"ebas{converter}", 0)
            * record.Positive($"tr{converter}", 1) / record.Positive($"tap{converter}", 1);
        var idealKV = 3 * Math.Sqrt(2) / Math.PI * bridges * secondaryKV;
        if (dcKV > idealKV)
            throw record.Error($"ebas{converter}", idealKV, FormattableString.Invariant($"at least the dc voltage, {dcKV} kV, without load"));

        return currentKA * Math.Sqrt(idealKV * idealKV - dcKV * dcKV);
    }
}
