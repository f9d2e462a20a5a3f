namespace Platone.Grid.Formats.Cim;

/// <summary>The voltage that equipment holds, at its own terminal or another.</summary>
sealed class VoltageControl(CimNodes nodes)
{
    /// <summary>Null where it holds none: it does not regulate, or something else than the voltage.</summary>
    public VoltageTarget? Of(CimObject item)
    {
        if (item.Flag(CimProperties.ControlEnabled) != true || item.Reference(CimProperties.Control) is not { } control) return null;
        if (control.Flag(CimProperties.RegulatingEnabled) == false || control.Choice(CimProperties.RegulatingMode) != "voltage") return null;

        var terminal = control.Reference(CimProperties.RegulatingTerminal) ?? nodes.TerminalOf(item);
        return new(nodes.PlaceOf(terminal), control.Positive(CimProperties.TargetValue) * MultiplierOf(control));
    }

    /// <summary>CGMES has kilovolts, and says so by a multiplier that says so again.</summary>
    private static double MultiplierOf(CimObject control) => control.Choice(CimProperties.TargetMultiplier) switch
    {
        null or "k" => 1e3,
        "none" => 1,
        "M" => 1e6,
        var other => throw control.Error(CimProperties.TargetMultiplier, $"'{other}'; expected none, k or M"),
    };
}
