namespace Platone.Grid.Formats.Cim;

/// <summary>
/// Which terminals equipment has, and what each stands at. Where they have connectivity nodes (a node-breaker model), those count; else topological nodes
/// do, which somebody's topology processor made of them (IEC 61970-456).
/// </summary>
sealed class CimTerminals
{
    private readonly bool _isNodeBreaker;
    private readonly Dictionary<CimObject, List<CimObject>> _byEquipment = [];
    private readonly Dictionary<CimObject, CimObject> _topologicalNodes = [];

    public CimTerminals(CimModel model)
    {
        All = model.OfClass("Terminal");
        _isNodeBreaker = All.Any(terminal => ConnectivityNodeOf(terminal) is not null)
            && All.All(terminal => ConnectivityNodeOf(terminal) is not null || terminal.Reference(CimProperties.TerminalTopologicalNode) is null);
        foreach (var node in model.OfClass("ConnectivityNode"))
            if (node.Reference(CimProperties.ConnectivityNodeTopologicalNode) is { } topological) _topologicalNodes[node] = topological;

        foreach (var terminal in All) Gather(terminal);
        foreach (var terminals in _byEquipment.Values) terminals.Sort(BySequence);
        RequireTopology();
    }

    public IReadOnlyList<CimObject> All { get; }

    public IReadOnlyDictionary<CimObject, List<CimObject>> ByEquipment => _byEquipment;

    /// <summary>The terminals of equipment, by their sequence number.</summary>
    public IReadOnlyList<CimObject> Of(CimObject equipment) => _byEquipment.GetValueOrDefault(equipment) ?? [];

    /// <summary>The terminal itself where nothing says what it stands at: a node of its own, for an end that is open.</summary>
    public CimObject NodeOf(CimObject terminal)
    {
        var node = ConnectivityNodeOf(terminal);
        if (_isNodeBreaker) return node ?? terminal;

        return terminal.Reference(CimProperties.TerminalTopologicalNode) ?? (node is null ? terminal : _topologicalNodes.GetValueOrDefault(node) ?? node);
    }

    /// <summary>A bus bar without a node is nowhere; other equipment has an open end there.</summary>
    public bool IsSomewhere(CimObject terminal) =>
        NodeOf(terminal) != terminal || terminal.Required(CimProperties.TerminalEquipment).Class is not ("BusbarSection" or "Junction");

    /// <summary>The topological node that a node is or belongs to.</summary>
    public CimObject? TopologicalNodeOf(CimObject node) => node.Class == "TopologicalNode" ? node : _topologicalNodes.GetValueOrDefault(node);

    private static CimObject? ConnectivityNodeOf(CimObject terminal) => terminal.Reference(CimProperties.TerminalConnectivityNode);

    private void Gather(CimObject terminal)
    {
        var (node, topological) = (ConnectivityNodeOf(terminal), terminal.Reference(CimProperties.TerminalTopologicalNode));
        if (node is not null && topological is not null) _topologicalNodes.TryAdd(node, topological);

        var equipment = terminal.Required(CimProperties.TerminalEquipment);
        if (!_byEquipment.TryGetValue(equipment, out var terminals)) _byEquipment.Add(equipment, terminals = new(2));
        terminals.Add(terminal);
    }

    /// <summary>Those without a number stay in the order of the file.</summary>
    private static int BySequence(CimObject first, CimObject second)
    {
        var order = first.NumberOr(CimProperties.SequenceNumber, 0).CompareTo(second.NumberOr(CimProperties.SequenceNumber, 0));
        return order != 0 ? order : first.Line.CompareTo(second.Line);
    }

    private void RequireTopology()
    {
        if (All.Count == 0 || All.Any(terminal => NodeOf(terminal) != terminal)) return;

        throw All[0].Error("no terminal of the model stands at a node; expected connectivity nodes, or a topology profile with the topological ones");
    }
}
