namespace Platone.Grid.Formats.Cim;

/// <summary>What equipment may carry for good: the lowest of its permanently admissible transmission loadings (PATL), at whichever end.</summary>
sealed class CurrentLimits
{
    private readonly Dictionary<CimObject, double> _byEquipment = [];

    public CurrentLimits(CimModel model)
    {
        foreach (var limit in model.OfClass("CurrentLimit"))
        {
            if (!IsPermanent(limit.Reference(CimProperties.LimitType))) continue;
            if (EquipmentOf(limit.Required(CimProperties.LimitSet)) is not { } equipment) continue;
            if (ValueOf(limit) is var value && value <= 0) continue;

            _byEquipment[equipment] = Math.Min(value, _byEquipment.GetValueOrDefault(equipment, double.PositiveInfinity));
        }
    }

    /// <summary>Amperes; null where no limit is known.</summary>
    public double? Of(CimObject equipment) => _byEquipment.TryGetValue(equipment, out var value) ? value : null;

    /// <summary>By its kind, and where a file has none by the type's name.</summary>
    private static bool IsPermanent(CimObject? type) => (type?.Choice(CimProperties.LimitKind) ?? type?.Name) is { } kind
        && kind.Equals("patl", StringComparison.OrdinalIgnoreCase);

    private static CimObject? EquipmentOf(CimObject set) =>
        set.Reference(CimProperties.LimitSetTerminal)?.Reference(CimProperties.TerminalEquipment) ?? set.Reference(CimProperties.LimitSetEquipment);

    /// <summary>Zero, which some tools write for a limit that they do not know, is none.</summary>
    private static double ValueOf(CimObject limit) =>
        limit.NumberOrNull(CimProperties.CurrentLimitValue) ?? limit.NumberOr(CimProperties.CurrentLimitNormalValue, 0);
}
