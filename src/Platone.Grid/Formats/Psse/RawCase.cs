namespace Platone.Grid.Formats.Psse;

/// <summary>A network as RAW text of revision 33, section by section.</summary>
sealed class RawCase
{
    private static readonly string[] SectionsWithoutRecords =
    [
        "AREA", "TWO-TERMINAL DC", "VSC DC LINE", "IMPEDANCE CORRECTION", "MULTI-TERMINAL DC", "MULTI-SECTION LINE", "ZONE", "INTER-AREA TRANSFER", "OWNER",
        "FACTS DEVICE", "SWITCHED SHUNT", "GNE", "INDUCTION MACHINE",
    ];

    private readonly Network _network;
    private readonly RawBuses _buses;
    private readonly RawInjections _injections;
    private readonly RawBranches _branches;

    public RawCase(Network network)
    {
        _network = network;
        _buses = new RawBuses(network);
        _injections = new RawInjections(_buses);
        _branches = new RawBranches(_buses, _injections);
        AddSources();
        _injections.AddAll(network);
        _branches.AddAll(network);
    }

    /// <summary>What the text does not hold as the network does.</summary>
    public IReadOnlyList<string> Changed() => [.. _buses.Changed, .. RawInjections.Changed(_network), .. _branches.Changed];

    public IEnumerable<string> Lines(string title) =>
    [
        RawText.Record(0, _network.BasePowerVA / 1e6, 33, 0, 0, _network.FrequencyHz),
        title.ReplaceLineEndings(" "),
        string.Empty,
        .. Section("BUS", _buses.Records),
        .. Section("LOAD", _injections.Loads),
        .. Section("FIXED SHUNT", _injections.Shunts),
        .. Section("GENERATOR", _injections.Machines),
        .. Section("BRANCH", _branches.Records),
        .. Section("TRANSFORMER", _branches.Transformers),
        .. SectionsWithoutRecords.SelectMany(name => Section(name, [])),
        "Q",
    ];

    private static IEnumerable<string> Section(string name, IEnumerable<string> records) => records.Append($"0 / END OF {name} DATA");

    /// <summary>A machine at a swing bus: the node's own, or one more behind the source's impedance.</summary>
    private void AddSources()
    {
        foreach (var source in _network.Sources)
        {
            var voltage = new VoltagePhasor(source.VoltageV / _buses.BaseV(source.Node), source.AngleRad);
            var isBehindImpedance = source.IsConnected && source.PositiveSequenceOhm != 0;
            var number = isBehindImpedance ? _buses.AddSwingBus(source.Id, source.Node, voltage) : _buses.NumberOf(source.Node);
            _injections.AddSource(number, voltage.Pu, source.IsConnected);
            if (isBehindImpedance) _branches.Add(number, _buses.NumberOf(source.Node), source.PositiveSequenceOhm / _buses.BaseOhm(source.Node));
        }
    }
}
