using System.Numerics;

namespace Platone.Grid.Formats.Psse;

/// <summary>
/// Lines, the transformers that revision 23 has among them, and switching devices. A line with very little impedance keeps it, where PSS/E
/// joins the buses below its threshold (THRSHZ): its flow stays known, and the voltages differ by less than the threshold's drop.
/// </summary>
static class BranchRecords
{
    public static void Add(NetworkDraft draft)
    {
        foreach (var record in draft.Data[Section.Branch]) AddBranch(draft, record);
        foreach (var record in draft.Data[Section.SwitchingDevice]) AddLink(draft, record);
    }

    private static void AddBranch(NetworkDraft draft, Record record)
    {
        var (from, to) = (draft.RequireBus(record, "ibus"), draft.RequireBus(record, "jbus"));
        var id = draft.ClaimBranch($"{draft.Nodes[from].Id}-{draft.IdAt(to, record, "ckt")}");
        if (from == to)
        {
            draft.LeftOut.Add($"The branch {id} begins and ends at the same bus.");
            return;
        }

        var z = new Complex(record.Number("rpu", 0), record.Number("xpu", 0));
        var halfCharging = new Complex(0, record.Number("bpu", 0) / 2);
        var fromShunt = new Complex(record.Number("gi", 0), record.Number("bi", 0));
        var toShunt = new Complex(record.Number("gj", 0), record.Number("bj", 0));
        var isClosed = record.Code("stat", 1, 0, 1) == 1 && !draft.IsIsolated(from) && !draft.IsIsolated(to);
        var (ratio, angleDeg) = (record.Number("ratio", 0), record.Number("angle", 0));
        var ratedVA = record.Number("rate1", 0) * 1e6;

        if (ratio == 0 && angleDeg == 0 && draft.Nodes[from].RatedVoltageV == draft.Nodes[to].RatedVoltageV)
        {
            var baseOhm = draft.BaseOhm(to);
            draft.Lines.Add(new Line(id, Name(record, id), from, to, isClosed, isClosed)
            {
                PositiveSequence = new PiCircuit(z * baseOhm, (halfCharging + fromShunt) / baseOhm, (halfCharging + toShunt) / baseOhm),
                RatedCurrentA = ratedVA > 0 ? ratedVA / (Math.Sqrt(3) * draft.Nodes[from].RatedVoltageV) : null,
            });
            return;
        }

        if (z == 0) throw record.Error("xpu", "found no impedance between buses of different voltage, expected one");
        if (ratio < 0) throw record.Error("ratio", ratio, "a positive number, or 0 for a line");

        // The end shunts are the line's: at the bus, outside the ratio.
        draft.Transformers.Add(Transformer(draft, id, from, to, isClosed, z, new(halfCharging, halfCharging + toShunt)) with
        {
            Name = Name(record, id),
            FromWindingV = (ratio == 0 ? 1 : ratio) * draft.Nodes[from].RatedVoltageV,
            PhaseShiftRad = NetworkDraft.Radians(angleDeg),
            OuterShuntSiemens = fromShunt / draft.BaseOhm(from),
            RatedPowerVA = ratedVA > 0 ? ratedVA : null,
        });
    }

    private static Transformer Transformer(NetworkDraft draft, string id, int from, int to, bool isClosed, Complex z, (Complex From, Complex To) shunts)
    {
        var baseOhm = draft.BaseOhm(to);
        return new Transformer(id, id, from, to, isClosed, isClosed)
        {
            FromWindingV = draft.Nodes[from].RatedVoltageV,
            ToWindingV = draft.Nodes[to].RatedVoltageV,
            PositiveSequence = new PiCircuit(z * baseOhm, shunts.From / baseOhm, shunts.To / baseOhm),
        };
    }

    /// <summary>A breaker or switch: the reactance that the file gives it (XPU) is only for programs that cannot do without.</summary>
    private static void AddLink(NetworkDraft draft, Record record)
    {
        var (from, to) = (draft.RequireBus(record, "ibus"), draft.RequireBus(record, "jbus"));
        var id = draft.Claim(record, "switching device", $"{draft.Nodes[from].Id}-{draft.IdAt(to, record, "ckt")}");
        var isClosed = record.Code("stat", 1, 0, 2) != 0 && !draft.IsIsolated(from) && !draft.IsIsolated(to);
        draft.Links.Add(new Link(id, Name(record, id), from, to, isClosed, isClosed));
    }

    private static string Name(Record record, string id) => record.Text("name", id);
}
