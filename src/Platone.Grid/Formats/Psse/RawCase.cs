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

    public void WriteTo(TextWriter writer, string title)
    {
        writer.WriteLine(RawText.Record(0, _network.BasePowerVA / 1e6, 33, 0, 0, _network.FrequencyHz));
        writer.WriteLine(title.ReplaceLineEndings(" "));
        writer.WriteLine();
        Write(writer, "BUS", _buses.Records);
        Write(writer, "LOAD", _injections.Loads);
        Write(writer, "FIXED SHUNT", _injections.Shunts);
        Write(writer, "GENERATOR", _injections.Machines);
        Write(writer, "BRANCH", _branches.Records);
        Write(writer, "TRANSFORMER", _branches.Transformers);
        foreach (var section in SectionsWithoutRecords) Write(writer, section, []);

        writer.WriteLine("Q");
    }

    private static void Write(TextWriter writer, string section, IReadOnlyList<string> records)
    {
        foreach (var record in records) writer.WriteLine(record);

        writer.WriteLine($"0 / END OF {section} DATA");
    }

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
