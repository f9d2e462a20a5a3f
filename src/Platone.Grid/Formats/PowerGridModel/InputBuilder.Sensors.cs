namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>Sensors become measurements beside the network.</summary>
internal sealed partial class InputBuilder
{
    private int AddVoltageSensor(in ComponentRow row) => Append(_voltages, new(row.IdText, row.Extra, NodeOf(row, "measured_object"),
        row.Value("u_measured"), row.Value("u_angle_measured"), row.SigmaOrMissing("u_sigma")));

    private int AddPowerSensor(in ComponentRow row) =>
        Append(_powers, new(row.IdText, row.Extra, MeasuredTerminal(row), row.Value("p_measured"), row.Value("q_measured"))
        {
            ActiveSigmaW = row.SigmaValue("p_sigma"),
            ReactiveSigmaVar = row.SigmaValue("q_sigma"),
            ApparentSigmaVA = row.SigmaOrMissing("power_sigma"),
        });

    private int AddCurrentSensor(in ComponentRow row)
    {
        var terminal = MeasuredTerminal(row);
        if (terminal.Kind is not (TerminalKind.LineFrom or TerminalKind.LineTo or TerminalKind.TransformerFrom or TerminalKind.TransformerTo))
            throw row.Wrong("measured_terminal_type", $"{terminal.Kind}", "an end of a branch");

        var reference = row.Integer("angle_measurement_type", 0, 1) == 0 ? AngleReference.LocalVoltage : AngleReference.Global;
        return Append(_currents, new(row.IdText, row.Extra, terminal, reference, row.Value("i_measured"), row.Value("i_angle_measured"))
        {
            SigmaA = row.SigmaOrMissing("i_sigma"),
            AngleSigmaRad = row.SigmaOrMissing("i_angle_sigma"),
        });
    }

    private Terminal MeasuredTerminal(in ComponentRow row)
    {
        var type = row.Integer("measured_terminal_type", 0, 9);
        var measured = Referred(row, "measured_object");
        var kind = (type, measured.Kind) switch
        {
            (0, ComponentKind.Line or ComponentKind.AsymLine) => TerminalKind.LineFrom,
            (1, ComponentKind.Line or ComponentKind.AsymLine) => TerminalKind.LineTo,
            (0, ComponentKind.Transformer or ComponentKind.GenericBranch) => TerminalKind.TransformerFrom,
            (1, ComponentKind.Transformer or ComponentKind.GenericBranch) => TerminalKind.TransformerTo,
            (2, ComponentKind.Source) => TerminalKind.Source,
            (3, ComponentKind.Shunt) => TerminalKind.Shunt,
            (4, ComponentKind.SymLoad or ComponentKind.AsymLoad) => TerminalKind.Load,
            (5, ComponentKind.SymGen or ComponentKind.AsymGen) => TerminalKind.Generator,
            (6 or 7 or 8, ComponentKind.ThreeWindingTransformer) => TerminalKind.TransformerFrom,
            (9, ComponentKind.Node) => TerminalKind.Node,
            _ => throw row.Wrong("measured_terminal_type", $"{type}", $"one that a {measured.Kind} has"),
        };
        return new(kind, measured.Kind == ComponentKind.ThreeWindingTransformer ? Leg(measured.Place, type - 6) : measured.Place);
    }

    private int Leg(int threeWinding, int side) => _parts.ThreeWindingTransformers[threeWinding] switch
    {
        var transformer when side == 0 => transformer.Leg1,
        var transformer when side == 1 => transformer.Leg2,
        var transformer => transformer.Leg3,
    };
}
