namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>Makes a network of an input dataset. This file has the frame: nodes, ids, what refers to what; the parts have a file each.</summary>
internal sealed partial class InputBuilder
{
    /// <summary>What power-grid-model computes in.</summary>
    private const double BasePowerVA = 1e6;

    private readonly Dataset _dataset;
    private readonly double _frequencyHz;
    private readonly NetworkParts _parts = new();
    private readonly Dictionary<int, PowerGridModelComponent> _components = [];
    private readonly Dictionary<string, IReadOnlyList<int>> _idsByKind = new(StringComparer.Ordinal);

    private readonly List<LoadModel> _loadModels = [];
    private readonly List<LoadModel> _generatorModels = [];
    private readonly Dictionary<int, VoltageTarget> _targets = [];
    private readonly List<VoltageSensor> _voltages = [];
    private readonly List<PowerSensor> _powers = [];
    private readonly List<CurrentSensor> _currents = [];

    private InputBuilder(Dataset dataset, double frequencyHz) => (_dataset, _frequencyHz) = (dataset, frequencyHz);

    public static PowerGridModelInput Build(Dataset dataset, double frequencyHz)
    {
        if (dataset.Scenarios.Count != 1)
            throw new GridFormatException(dataset.File, "data", $"{dataset.Scenarios.Count} scenarios, expected one input dataset");

        return new InputBuilder(dataset, frequencyHz).Build();
    }

    private PowerGridModelInput Build()
    {
        foreach (var kind in ComponentKind.All) AddAll(kind);
        if (_parts.Nodes.Count == 0) throw new GridFormatException(_dataset.File, "data", "no node, expected at least one");

        SumUpWhatIsLeftOut();
        return new()
        {
            Network = _parts.ToNetwork(BasePowerVA, _frequencyHz),
            Measurements = new() { Voltages = _voltages, Powers = _powers, Currents = _currents },
            Components = _components,
            IdsByKind = _idsByKind,
            LoadModels = _loadModels,
            GeneratorModels = _generatorModels,
            Targets = _targets,
        };
    }

    private void AddAll(string kind)
    {
        if (!_dataset.Scenarios[0].TryGetValue(kind, out var table)) return;

        var ids = new int[table.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            var row = new ComponentRow(_dataset.File, table, i);
            ids[i] = row.Id;
            if (!_components.TryAdd(row.Id, new(kind, Add(row)))) throw row.Wrong("id", $"{row.Id} again", "an id that no other component has");
        }
        _idsByKind.Add(kind, ids);
    }

    /// <summary>The component's place in the network's list.</summary>
    private int Add(in ComponentRow row) => row.Kind switch
    {
        ComponentKind.Node => Append(_parts.Nodes, new(row.IdText, row.Extra, row.Positive("u_rated"))),
        ComponentKind.Line => AddLine(row),
        ComponentKind.AsymLine => AddAsymLine(row),
        ComponentKind.Link => AddLink(row),
        ComponentKind.GenericBranch => AddGenericBranch(row),
        ComponentKind.Transformer => AddTransformer(row),
        ComponentKind.ThreeWindingTransformer => AddThreeWinding(row),
        ComponentKind.Source => AddSource(row),
        ComponentKind.Shunt => AddShunt(row),
        ComponentKind.SymLoad or ComponentKind.AsymLoad => AddLoad(row),
        ComponentKind.SymGen or ComponentKind.AsymGen => AddGenerator(row),
        ComponentKind.VoltageRegulator => AddVoltageRegulator(row),
        ComponentKind.SymVoltageSensor or ComponentKind.AsymVoltageSensor => AddVoltageSensor(row),
        ComponentKind.SymPowerSensor or ComponentKind.AsymPowerSensor => AddPowerSensor(row),
        ComponentKind.SymCurrentSensor or ComponentKind.AsymCurrentSensor => AddCurrentSensor(row),
        _ => -1,
    };

    private static int Append<T>(List<T> list, T item)
    {
        list.Add(item);
        return list.Count - 1;
    }

    /// <summary>The place of the node that an attribute names.</summary>
    private int NodeOf(in ComponentRow row, string attribute) => Referred(row, attribute) is { Kind: ComponentKind.Node } node
        ? node.Place
        : throw row.Wrong(attribute, $"component {row.Integer(attribute, int.MinValue, int.MaxValue)}", "the id of a node");

    private PowerGridModelComponent Referred(in ComponentRow row, string attribute)
    {
        var id = row.Integer(attribute, int.MinValue, int.MaxValue);
        return _components.TryGetValue(id, out var component) ? component : throw row.Wrong(attribute, $"{id}, which is no component", "the id of one");
    }

    private void SumUpWhatIsLeftOut()
    {
        Say(ComponentKind.Fault, "short circuits are not computed from files");
        Say(ComponentKind.TransformerTapRegulator, "tap positions stay as given");
        if (_withoutPower > 0) _parts.LeftOut.Add($"{_withoutPower} loads or generators do not specify their power: nothing is taken for it.");
        if (_unknownTypes > 0)
            _parts.LeftOut.Add($"{_unknownTypes} loads or generators are of a type that the format does not define: constant power is taken.");
        if (_withoutReference > 0) _parts.LeftOut.Add($"{_withoutReference} sources give no u_ref: 1.0 is taken.");
        foreach (var unknown in _dataset.Unknown) _parts.LeftOut.Add($"{unknown} is not known to the format's version 1.0 and was passed over.");
    }

    private void Say(string kind, string consequence)
    {
        if (_idsByKind.TryGetValue(kind, out var ids) && ids.Count > 0) _parts.LeftOut.Add($"{ids.Count} of kind {kind}: {consequence}.");
    }
}
