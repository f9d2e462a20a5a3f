namespace Platone.Grid.Formats.Cim;

/// <summary>Voltage levels and substations, by what lies in them.</summary>
static class Containers
{
    public static CimObject? BaseVoltageOf(CimObject? container) => VoltageLevelOf(container)?.Reference(CimProperties.VoltageLevelBaseVoltage);

    /// <summary>The substation's name; null where there is none, as of lines.</summary>
    public static string? ZoneOf(CimObject? container) =>
        container?.Class == "Substation" ? container.Name : VoltageLevelOf(container)?.Reference(CimProperties.VoltageLevelSubstation)?.Name;

    private static CimObject? VoltageLevelOf(CimObject? container) => container?.Class switch
    {
        "VoltageLevel" => container,
        "Bay" => container.Reference(CimProperties.BayVoltageLevel),
        _ => null,
    };
}
