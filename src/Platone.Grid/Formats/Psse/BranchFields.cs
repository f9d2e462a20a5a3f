using System.Numerics;

namespace Platone.Grid.Formats.Psse;

/// <summary>The figures of a branch record, per unit of the system's base power and the buses' base voltages.</summary>
sealed class BranchFields
{
    private readonly Record _record;
    private readonly double _ratio;

    public BranchFields(NetworkDraft draft, Record record)
    {
        _record = record;
        (From, To) = (draft.RequireBus(record, "ibus"), draft.RequireBus(record, "jbus"));
        Id = draft.ClaimBranch($"{draft.Nodes[From].Id}-{draft.IdAt(To, record, "ckt")}");
        Name = record.Text("name", Id);
        IsClosed = record.Code("stat", 1, 0, 1) == 1 && !draft.IsIsolated(From) && !draft.IsIsolated(To);
        ImpedancePu = new Complex(record.Number("rpu", 0), record.Number("xpu", 0));
        HalfChargingPu = new Complex(0, record.Number("bpu", 0) / 2);
        FromShuntPu = new Complex(record.Number("gi", 0), record.Number("bi", 0));
        ToShuntPu = new Complex(record.Number("gj", 0), record.Number("bj", 0));
        RatedPowerVA = record.Number("rate1", 0) is > 0 and var ratedMVA ? ratedMVA * 1e6 : null;
        _ratio = record.Number("ratio", 0);
        AngleRad = NetworkDraft.Radians(record.Number("angle", 0));
        IsLine = _ratio == 0 && AngleRad == 0 && draft.Nodes[From].RatedVoltageV == draft.Nodes[To].RatedVoltageV;
    }

    public int From { get; }

    public int To { get; }

    public string Id { get; }

    public string Name { get; }

    public bool IsClosed { get; }

    /// <summary>Without ratio and angle, between buses of one voltage.</summary>
    public bool IsLine { get; }

    public Complex ImpedancePu { get; }

    public Complex HalfChargingPu { get; }

    public Complex FromShuntPu { get; }

    public Complex ToShuntPu { get; }

    public double AngleRad { get; }

    public double? RatedPowerVA { get; }

    /// <summary>0 stands for 1.</summary>
    public double RequireRatio() => _ratio >= 0 ? (_ratio == 0 ? 1 : _ratio) : throw _record.Error("ratio", _ratio, "a positive number, or 0 for a line");

    public Complex RequireImpedancePu() => ImpedancePu != 0 ? ImpedancePu : throw _record.Error("xpu", 0, "an impedance where there is a ratio");
}
