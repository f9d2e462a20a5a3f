namespace Platone.Grid.Formats.Cim;

/// <summary>The nodes of a network in the order of the files, and where equipment stands.</summary>
/// <remarks>Star points of transformers with three windings come after them.</remarks>
sealed class CimNodes
{
    private readonly CimModel _model;
    private readonly CimTerminals _terminals;
    private readonly BaseVoltages _baseVoltages;
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<CimObject, int> _places = [];
    private readonly HashSet<CimObject> _boundary;
    private readonly Dictionary<CimObject, CimObject> _voltages;
    private readonly Dictionary<CimObject, CimObject> _states;

    public CimNodes(CimModel model, LeftOut leftOut)
    {
        _model = model;
        _terminals = new(model);
        _baseVoltages = new(model, _terminals);
        _voltages = model.StateBy(CimProperties.VoltageNode, "SvVoltage");
        _states = model.StateBy(CimProperties.StatusEquipment, "SvStatus");

        // A boundary set may have points between others than those whose models are read.
        _boundary = [.. model.OfClass("BoundaryPoint").Select(point => point.KnownReference(CimProperties.BoundaryNode)).OfType<CimObject>()];
        _boundary.UnionWith([.. _boundary.Select(_terminals.TopologicalNodeOf).OfType<CimObject>()]);

        var used = _terminals.All.Where(_terminals.IsSomewhere).Select(_terminals.NodeOf).ToHashSet();
        foreach (var item in model.OfClass("ConnectivityNode", "TopologicalNode", "Terminal"))
            if (used.Contains(item)) Add(item);

        var reached = _places.Keys.Select(_terminals.TopologicalNodeOf).OfType<CimObject>().ToHashSet();
        foreach (var node in _voltages.Keys)
            if (!reached.Contains(node)) leftOut.Add("Topological nodes with a voltage at which no equipment stands are left out", node);
    }

    public IReadOnlyList<Node> Nodes => _nodes;

    public IReadOnlyList<CimObject> TerminalsOf(CimObject equipment) => _terminals.Of(equipment);

    /// <summary>The one terminal of equipment that has one.</summary>
    public CimObject TerminalOf(CimObject equipment)
    {
        var terminals = _terminals.Of(equipment);
        return terminals.Count == 1 ? terminals[0] : throw equipment.Error($"{terminals.Count} terminals; expected one");
    }

    public (CimObject From, CimObject To) TwoTerminalsOf(CimObject equipment)
    {
        var terminals = _terminals.Of(equipment);
        return terminals.Count == 2 ? (terminals[0], terminals[1]) : throw equipment.Error($"{terminals.Count} terminals; expected two");
    }

    /// <summary>The place of a terminal's node among <see cref="Nodes"/>.</summary>
    public int PlaceOf(CimObject terminal)
    {
        if (terminal.Class != "Terminal") throw terminal.Error("referred to as a terminal; expected an object of the class Terminal");

        var node = _terminals.NodeOf(terminal);
        return _places.TryGetValue(node, out var place) ? place : throw terminal.Error($"stands at {node.Class} {node.Id}; expected a node");
    }

    /// <summary>Whether equipment is connected at a terminal: neither is out of service, and the terminal has a node.</summary>
    public bool IsClosed(CimObject terminal, CimObject equipment) =>
        (terminal.Flag(CimProperties.TerminalConnected) ?? true) && _terminals.NodeOf(terminal) != terminal && IsInService(equipment);

    /// <summary>Whether a terminal stands at a point where the networks of two operators meet.</summary>
    public bool IsAtBoundary(CimObject terminal)
    {
        var node = _terminals.NodeOf(terminal);
        return _boundary.Contains(node) || node.Flag(CimProperties.IsBoundaryPoint) == true;
    }

    /// <summary>The places of the nodes that the solved case takes as references of angles.</summary>
    public HashSet<int> AngleReferences()
    {
        var islands = _model.OfClass("TopologicalIsland");
        var references = islands.Select(island => island.Reference(CimProperties.AngleReference)).OfType<CimObject>().ToHashSet();
        return [.. _places.Where(place => _terminals.TopologicalNodeOf(place.Key) is { } node && references.Contains(node)).Select(place => place.Value)];
    }

    public int AddStarPoint(CimObject transformer, double ratedV)
    {
        var zone = Containers.ZoneOf(transformer.Reference(CimProperties.Container));
        _nodes.Add(new(transformer.Id, transformer.Name, ratedV) { IsStarPoint = true, Zone = zone });
        return _nodes.Count - 1;
    }

    /// <summary>As solved, else as supposed; what nothing is said of is in service.</summary>
    private bool IsInService(CimObject equipment) =>
        _states.GetValueOrDefault(equipment)?.Flag(CimProperties.StatusInService) ?? equipment.Flag(CimProperties.InService) ?? true;

    private void Add(CimObject item)
    {
        if (_nodes.Count == GridLimits.MaxObjects) throw item.Error($"more than {GridLimits.MaxObjects} nodes");

        var ratedV = _baseVoltages.Of(item);
        var container = item.Reference(CimProperties.TopologicalNodeContainer) ?? item.Reference(CimProperties.ConnectivityNodeContainer);
        _places.Add(item, _nodes.Count);
        _nodes.Add(new(item.Id, item.Name, ratedV) { Zone = Containers.ZoneOf(container), GivenVoltage = GivenVoltageOf(item, ratedV) });
    }

    private VoltagePhasor? GivenVoltageOf(CimObject item, double ratedV)
    {
        if (_terminals.TopologicalNodeOf(item) is not { } node || !_voltages.TryGetValue(node, out var voltage)) return null;

        var magnitudeV = 1e3 * voltage.Number(CimProperties.VoltageMagnitude);
        if (magnitudeV < 0) throw voltage.Error(CimProperties.VoltageMagnitude, "below zero; expected a magnitude");

        return new(magnitudeV / ratedV, double.DegreesToRadians(voltage.Number(CimProperties.VoltageAngle)));
    }
}
