namespace Platone.Grid.Formats.Cim;

/// <summary>
/// The nodes of a network, and where each terminal stands. Where every terminal has a connectivity node (a node-breaker model), those are the nodes and
/// switches are links between them; else topological nodes are, which somebody's topology processor made of them (IEC 61970-456).
/// </summary>
/// <remarks>Star points of transformers with three windings come after them.</remarks>
sealed class CimNodes
{
    private readonly CimModel _model;
    private readonly bool _isNodeBreaker;
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<CimObject, int> _places = [];
    private readonly Dictionary<CimObject, CimObject> _topologicalNodes = [];
    private readonly Dictionary<CimObject, List<CimObject>> _terminals = [];
    private readonly Dictionary<CimObject, CimObject> _voltages;
    private readonly Dictionary<CimObject, CimObject> _states;
    private Dictionary<CimObject, CimObject>? _equipmentBaseVoltages;

    public CimNodes(CimModel model, LeftOut leftOut)
    {
        _model = model;
        _voltages = model.StateBy(CimProperties.VoltageNode, "SvVoltage");
        _states = model.StateBy(CimProperties.StatusEquipment, "SvStatus");

        var terminals = model.OfClass("Terminal");
        _isNodeBreaker = terminals.All(terminal => terminal.Reference(CimProperties.TerminalConnectivityNode) is not null);
        foreach (var node in model.OfClass("ConnectivityNode"))
            if (node.Reference(CimProperties.ConnectivityNodeTopologicalNode) is { } topological) _topologicalNodes[node] = topological;

        foreach (var terminal in terminals) Gather(terminal);
        foreach (var ofEquipment in _terminals.Values) ofEquipment.Sort(BySequence);

        RequireTopology(terminals);
        var used = terminals.Where(HasPlace).Select(NodeObjectOf).ToHashSet();
        foreach (var item in model.OfClass("ConnectivityNode", "TopologicalNode", "Terminal"))
            if (used.Contains(item)) AddNode(item);

        foreach (var node in _voltages.Keys)
            if (!_isNodeBreaker && !used.Contains(node)) leftOut.Add("Topological nodes with a voltage at which no equipment stands are left out", node);
    }

    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>The terminals of equipment, by their sequence number.</summary>
    public IReadOnlyList<CimObject> TerminalsOf(CimObject equipment) => _terminals.GetValueOrDefault(equipment) ?? [];

    /// <summary>The one terminal of equipment that has one.</summary>
    public CimObject TerminalOf(CimObject equipment)
    {
        var terminals = TerminalsOf(equipment);
        return terminals.Count == 1 ? terminals[0] : throw equipment.Error($"{terminals.Count} terminals; expected one");
    }

    public (CimObject From, CimObject To) TwoTerminalsOf(CimObject equipment)
    {
        var terminals = TerminalsOf(equipment);
        return terminals.Count == 2 ? (terminals[0], terminals[1]) : throw equipment.Error($"{terminals.Count} terminals; expected two");
    }

    /// <summary>The place of a terminal's node among <see cref="Nodes"/>.</summary>
    public int PlaceOf(CimObject terminal)
    {
        if (terminal.Class != "Terminal") throw terminal.Error("referred to as a terminal; expected an object of the class Terminal");

        var node = NodeObjectOf(terminal);
        return _places.TryGetValue(node, out var place) ? place : throw terminal.Error($"stands at {node.Class} {node.Id}; expected a node");
    }

    /// <summary>Whether equipment is connected at a terminal: neither is out of service, and the terminal has a node.</summary>
    public bool IsClosed(CimObject terminal, CimObject equipment) =>
        (terminal.Flag(CimProperties.TerminalConnected) ?? true) && NodeObjectOf(terminal) != terminal && IsInService(equipment);

    /// <summary>The place of the node that a solved case takes as its reference of angles; in a node-breaker model the first of its nodes.</summary>
    public HashSet<int> AngleReferences()
    {
        var islands = _model.OfClass("TopologicalIsland");
        var references = islands.Select(island => island.Reference(CimProperties.AngleReference)).OfType<CimObject>().ToHashSet();
        return [.. _places.Where(place => TopologicalNodeOf(place.Key) is { } node && references.Contains(node)).Select(place => place.Value)];
    }

    public int AddStarPoint(CimObject transformer, double ratedV)
    {
        _nodes.Add(new(transformer.Id, transformer.Name, ratedV) { IsStarPoint = true, Zone = ZoneOf(transformer.Reference(CimProperties.Container)) });
        return _nodes.Count - 1;
    }

    private bool IsInService(CimObject equipment)
    {
        var solved = _states.GetValueOrDefault(equipment)?.Flag(CimProperties.StatusInService);
        return solved ?? equipment.Flag(CimProperties.InService) ?? true;
    }

    private void RequireTopology(IReadOnlyList<CimObject> terminals)
    {
        if (terminals.Count == 0 || terminals.Any(terminal => NodeObjectOf(terminal) != terminal)) return;

        throw terminals[0].Error("no terminal of the model stands at a node; expected connectivity nodes, or a topology profile with the topological ones");
    }

    private void Gather(CimObject terminal)
    {
        var (node, topological) = (terminal.Reference(CimProperties.TerminalConnectivityNode), terminal.Reference(CimProperties.TerminalTopologicalNode));
        if (node is not null && topological is not null) _topologicalNodes.TryAdd(node, topological);

        var equipment = terminal.Required(CimProperties.TerminalEquipment);
        if (!_terminals.TryGetValue(equipment, out var terminals)) _terminals.Add(equipment, terminals = new(2));
        terminals.Add(terminal);
    }

    private static int BySequence(CimObject first, CimObject second) =>
        first.NumberOr(CimProperties.SequenceNumber, 0).CompareTo(second.NumberOr(CimProperties.SequenceNumber, 0)) is var order and not 0
            ? order
            : first.Line.CompareTo(second.Line);

    /// <summary>The terminal itself where nothing says what it stands at: a node of its own, for an end that is open.</summary>
    private CimObject NodeObjectOf(CimObject terminal)
    {
        var node = terminal.Reference(CimProperties.TerminalConnectivityNode);
        if (_isNodeBreaker) return node!;

        return terminal.Reference(CimProperties.TerminalTopologicalNode) ?? (node is null ? terminal : _topologicalNodes.GetValueOrDefault(node) ?? node);
    }

    /// <summary>A bus bar without a node is nowhere; other equipment has an open end there.</summary>
    private bool HasPlace(CimObject terminal) =>
        NodeObjectOf(terminal) != terminal || terminal.Required(CimProperties.TerminalEquipment).Class is not ("BusbarSection" or "Junction");

    private CimObject? TopologicalNodeOf(CimObject item) => item.Class == "TopologicalNode" ? item : _topologicalNodes.GetValueOrDefault(item);

    private void AddNode(CimObject item)
    {
        if (_nodes.Count == GridLimits.MaxObjects) throw item.Error($"more than {GridLimits.MaxObjects} nodes");

        var ratedV = 1e3 * BaseVoltageOf(item).Positive(CimProperties.NominalVoltage);
        var container = item.Reference(CimProperties.TopologicalNodeContainer) ?? item.Reference(CimProperties.ConnectivityNodeContainer);
        _places.Add(item, _nodes.Count);
        _nodes.Add(new(item.Id, item.Name, ratedV) { Zone = ZoneOf(container), GivenVoltage = GivenVoltageOf(item, ratedV) });
    }

    private VoltagePhasor? GivenVoltageOf(CimObject item, double ratedV)
    {
        if (TopologicalNodeOf(item) is not { } node || !_voltages.TryGetValue(node, out var voltage)) return null;

        var magnitudeV = 1e3 * voltage.Number(CimProperties.VoltageMagnitude);
        if (magnitudeV < 0) throw voltage.Error(CimProperties.VoltageMagnitude, "below zero; expected a magnitude");

        return new(magnitudeV / ratedV, double.DegreesToRadians(voltage.Number(CimProperties.VoltageAngle)));
    }

    private CimObject BaseVoltageOf(CimObject item) =>
        item.Reference(CimProperties.TopologicalNodeBaseVoltage)
        ?? TopologicalNodeOf(item)?.Reference(CimProperties.TopologicalNodeBaseVoltage)
        ?? BaseVoltageOfContainer(item.Reference(CimProperties.ConnectivityNodeContainer) ?? item.Reference(CimProperties.TopologicalNodeContainer))
        ?? (_equipmentBaseVoltages ??= FindEquipmentBaseVoltages()).GetValueOrDefault(item)
        ?? throw item.Error("no base voltage, neither of its own nor of its voltage level or the equipment there; expected one");

    private static CimObject? BaseVoltageOfContainer(CimObject? container) =>
        VoltageLevelOf(container)?.Reference(CimProperties.VoltageLevelBaseVoltage);

    private static CimObject? VoltageLevelOf(CimObject? container) => container?.Class switch
    {
        "VoltageLevel" => container,
        "Bay" => container.Reference(CimProperties.BayVoltageLevel),
        _ => null,
    };

    /// <summary>By node: the base voltage of equipment that stands there. Boundary points, which lie in no voltage level, have nothing else.</summary>
    private Dictionary<CimObject, CimObject> FindEquipmentBaseVoltages()
    {
        var found = new Dictionary<CimObject, CimObject>();
        foreach (var end in _model.OfClass("PowerTransformerEnd")) Add(end.Reference(CimProperties.EndTerminal), end.Reference(CimProperties.EndBaseVoltage));
        foreach (var (equipment, terminals) in _terminals)
        {
            var baseVoltage = equipment.Reference(CimProperties.EquipmentBaseVoltage) ?? BaseVoltageOfContainer(equipment.Reference(CimProperties.Container));
            foreach (var terminal in terminals) Add(terminal, baseVoltage);
        }

        return found;

        void Add(CimObject? terminal, CimObject? baseVoltage)
        {
            if (terminal is not null && baseVoltage is not null) found.TryAdd(NodeObjectOf(terminal), baseVoltage);
        }
    }

    private static string? ZoneOf(CimObject? container)
    {
        var substation = VoltageLevelOf(container)?.Reference(CimProperties.VoltageLevelSubstation) ?? (container?.Class == "Substation" ? container : null);
        return substation?.Name;
    }
}
