namespace Platone.Grid.Formats.Psse;

/// <summary>
/// Lines, the transformers that revision 23 has among them, and switching devices. A line with very little impedance keeps it, where PSS/E
/// joins the buses below its threshold (THRSHZ): its flow stays known, and the voltages differ by less than the threshold's drop.
/// </summary>
static class BranchRecords
{
    public static void Add(NetworkDraft draft)
    {
        var loops = 0;
        foreach (var record in draft.Data[Section.Branch])
        {
            var branch = new BranchFields(draft, record);
            if (branch.From == branch.To) loops++;
            else if (branch.IsLine) AddLine(draft, branch);
            else AddTransformer(draft, branch);
        }

        if (loops > 0) draft.LeftOut.Add($"{loops} branches begin and end at the same bus.");

        foreach (var record in draft.Data[Section.SwitchingDevice]) AddLink(draft, record);
    }

    private static void AddLine(NetworkDraft draft, BranchFields branch)
    {
        var baseOhm = draft.BaseOhm(branch.To);
        draft.Lines.Add(new Line(branch.Id, branch.Name, branch.From, branch.To, branch.IsClosed, branch.IsClosed)
        {
            PositiveSequence = new PiCircuit(
                branch.ImpedancePu * baseOhm, (branch.HalfChargingPu + branch.FromShuntPu) / baseOhm, (branch.HalfChargingPu + branch.ToShuntPu) / baseOhm),
            RatedCurrentA = branch.RatedPowerVA / (Math.Sqrt(3) * draft.Nodes[branch.From].RatedVoltageV),
        });
    }

    /// <summary>The charging is behind the ratio, the shunts of the ends are at the buses.</summary>
    private static void AddTransformer(NetworkDraft draft, BranchFields branch)
    {
        var baseOhm = draft.BaseOhm(branch.To);
        draft.Transformers.Add(new Transformer(branch.Id, branch.Name, branch.From, branch.To, branch.IsClosed, branch.IsClosed)
        {
            FromWindingV = branch.RequireRatio() * draft.Nodes[branch.From].RatedVoltageV,
            ToWindingV = draft.Nodes[branch.To].RatedVoltageV,
            PhaseShiftRad = branch.AngleRad,
            PositiveSequence = new PiCircuit(
                branch.RequireImpedancePu() * baseOhm, branch.HalfChargingPu / baseOhm, (branch.HalfChargingPu + branch.ToShuntPu) / baseOhm),
            OuterShuntSiemens = branch.FromShuntPu / draft.BaseOhm(branch.From),
            RatedPowerVA = branch.RatedPowerVA,
        });
    }

    /// <summary>A breaker or switch: the reactance that the file gives it (XPU) is only for programs that cannot do without.</summary>
    private static void AddLink(NetworkDraft draft, Record record)
    {
        var (from, to) = (draft.RequireBus(record, "ibus"), draft.RequireBus(record, "jbus"));
        var id = draft.Claim(record, "switching device", $"{draft.Nodes[from].Id}-{draft.IdAt(to, record, "ckt")}");
        var isClosed = record.Code("stat", 1, 0, 2) != 0 && !draft.IsIsolated(from) && !draft.IsIsolated(to);
        draft.Links.Add(new Link(id, record.Text("name", id), from, to, isClosed, isClosed));
    }
}
