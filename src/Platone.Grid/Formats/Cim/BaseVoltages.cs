namespace Platone.Grid.Formats.Cim;

/// <summary>
/// The base voltage of each node: its topological node's, else its voltage level's, else that of equipment that stands there, which is all that boundary
/// points have.
/// </summary>
sealed class BaseVoltages(CimModel model, CimTerminals terminals)
{
    private Dictionary<CimObject, CimObject>? _ofEquipment;

    /// <returns>Volts.</returns>
    public double Of(CimObject node)
    {
        var container = node.Reference(CimProperties.ConnectivityNodeContainer) ?? node.Reference(CimProperties.TopologicalNodeContainer);
        var baseVoltage = terminals.TopologicalNodeOf(node)?.Reference(CimProperties.TopologicalNodeBaseVoltage)
            ?? Containers.BaseVoltageOf(container)
            ?? (_ofEquipment ??= FindOfEquipment()).GetValueOrDefault(node)
            ?? throw node.Error("no base voltage, neither of its own nor of its voltage level or the equipment there; expected one");
        return 1e3 * baseVoltage.Positive(CimProperties.NominalVoltage);
    }

    private Dictionary<CimObject, CimObject> FindOfEquipment()
    {
        var found = new Dictionary<CimObject, CimObject>();
        foreach (var end in model.OfClass("PowerTransformerEnd")) Add(end.Reference(CimProperties.EndTerminal), end.Reference(CimProperties.EndBaseVoltage));
        foreach (var (equipment, its) in terminals.ByEquipment)
        {
            var baseVoltage = equipment.Reference(CimProperties.EquipmentBaseVoltage) ?? Containers.BaseVoltageOf(equipment.Reference(CimProperties.Container));
            foreach (var terminal in its) Add(terminal, baseVoltage);
        }

        return found;

        void Add(CimObject? terminal, CimObject? baseVoltage)
        {
            if (terminal is not null && baseVoltage is not null) found.TryAdd(terminals.NodeOf(terminal), baseVoltage);
        }
    }
}
