using System.Globalization;
using Platone.Grid.Topology;

namespace Platone.Grid.Formats.Psse;

/// <summary>The bus records of a network: one for all nodes that closed links and lines without impedance join.</summary>
sealed class RawBuses
{
    private readonly Network _network;
    private readonly CompiledNetwork _compiled;
    private readonly BusNumbers _newNumbers;
    private readonly int[] _numbers;
    private readonly List<string> _records = [];

    public RawBuses(Network network)
    {
        _network = network;
        _compiled = CompiledNetwork.Compile(network);
        _newNumbers = new BusNumbers(network.Nodes);
        _numbers = new int[_compiled.BusCount];
        ThreeWindings = network.ThreeWindingTransformers.Where(new ThreeWindingRecords(network).CanHold).ToList();
        AddBuses();
    }

    public IReadOnlyList<string> Records => _records;

    /// <summary>Those whose star point is inside their record, and no bus.</summary>
    public IReadOnlyList<ThreeWindingTransformer> ThreeWindings { get; }

    public double BasePowerVA => _network.BasePowerVA;

    public IEnumerable<string> Changed
    {
        get
        {
            if (!_network.Sources.Any(source => source.IsConnected))
                yield return "The network has no source in service: the file has no swing bus, and readers refuse it.";

            var joined = _network.Nodes.Count - _compiled.BusCount;
            if (joined > 0) yield return $"{joined} nodes are joined with others to one bus: links and lines without impedance are not in the file.";
        }
    }

    public int NumberOf(int node) => _numbers[_compiled.BusOfNode[node]];

    public bool AreOne(int node, int other) => _compiled.BusOfNode[node] == _compiled.BusOfNode[other];

    public double RatedV(int node) => _network.Nodes[node].RatedVoltageV;

    /// <summary>The rated voltage of the bus: that of its first node.</summary>
    public double BaseV(int node) => _compiled.BaseVoltagesV[_compiled.BusOfNode[node]];

    public double BaseOhm(int node) => BaseV(node) * BaseV(node) / BasePowerVA;

    /// <summary>One more bus, for the voltage of a source behind its impedance.</summary>
    public int AddSwingBus(string name, int node, VoltagePhasor voltage)
    {
        var number = _newNumbers.Next();
        Add(number, name, BaseV(node), BusType.Swing, _network.Nodes[node].Zone, voltage);
        return number;
    }

    private void AddBuses()
    {
        var (types, voltages) = (Types(), Voltages());
        foreach (var whole in ThreeWindings) _numbers[_compiled.BusOfNode[whole.StarPoint]] = -1;

        for (var i = 0; i < _network.Nodes.Count; i++)
        {
            var (node, bus) = (_network.Nodes[i], _compiled.BusOfNode[i]);
            if (_numbers[bus] != 0) continue;

            var own = BusNumbers.Own(node);
            _numbers[bus] = own ?? _newNumbers.Next();
            Add(_numbers[bus], own is null ? node.Id : node.Name, node.RatedVoltageV, types[bus], node.Zone, voltages[bus]);
        }
    }

    private void Add(int number, string name, double ratedV, BusType type, string? zone, VoltagePhasor voltage)
    {
        var zoneNumber = int.TryParse(zone, NumberStyles.None, CultureInfo.InvariantCulture, out var found) && found is >= 1 and <= 9999 ? found : 1;
        var angleDeg = voltage.AngleRad * (180 / Math.PI);
        _records.Add(RawText.Record(number, RawText.Quoted(name, 12), ratedV / 1e3, (int)type, 1, zoneNumber, 1, voltage.Pu, angleDeg));
    }

    private BusType[] Types()
    {
        var types = new BusType[_compiled.BusCount];
        for (var bus = 0; bus < types.Length; bus++) types[bus] = _compiled.IsEnergised[bus] ? BusType.Load : BusType.Isolated;

        foreach (var generator in _network.Generators)
        {
            var bus = _compiled.BusOfNode[generator.Node];
            if (generator.IsConnected && types[bus] == BusType.Load) types[bus] = BusType.Generator;
        }

        foreach (var source in _network.Sources)
            if (IsSwing(source)) types[_compiled.BusOfNode[source.Node]] = BusType.Swing;

        return types;
    }

    /// <summary>What the network gives, or where it does not give every bus one, the voltages without load: an iteration starts there.</summary>
    private VoltagePhasor[] Voltages()
    {
        var voltages = new VoltagePhasor[_compiled.BusCount];
        for (var i = 0; i < _network.Nodes.Count; i++)
        {
            var bus = _compiled.BusOfNode[i];
            if (voltages[bus].Pu == 0 && _network.Nodes[i].GivenVoltage is { Pu: > 0 } given)
                voltages[bus] = given with { Pu = given.Pu * _network.Nodes[i].RatedVoltageV / _compiled.BaseVoltagesV[bus] };
        }

        var areGiven = Enumerable.Range(0, voltages.Length).All(bus => voltages[bus].Pu > 0 || !_compiled.IsEnergised[bus]);
        for (var bus = 0; bus < voltages.Length; bus++)
        {
            var flat = _compiled.FlatVoltages[bus];
            if (!areGiven && flat != 0) voltages[bus] = new(flat.Magnitude, flat.Phase);
            if (voltages[bus].Pu == 0) voltages[bus] = new(1, 0);
        }

        foreach (var source in _network.Sources)
            if (IsSwing(source)) voltages[_compiled.BusOfNode[source.Node]] = new(source.VoltageV / BaseV(source.Node), source.AngleRad);

        return voltages;
    }

    private static bool IsSwing(Source source) => source.IsConnected && source.PositiveSequenceOhm == 0;
}
