using System.Numerics;

namespace Platone.Grid.Formats.Pandapower;

/// <summary>Makes a network of a net's tables. This file has the frame, buses and switches; the other parts have a file each.</summary>
/// <remarks>Source: pandapower's documentation of its elements, and its build_branch, build_bus and pd2ppc_zero modules for the formulas.</remarks>
internal sealed partial class NetBuilder(NetDocument net)
{
    private static readonly string[] NotRead =
        ["svc", "ssc", "vsc", "b2b_vsc", "tcsc", "bus_dc", "line_dc", "source_dc", "load_dc", "vsc_stacked", "vsc_bipolar", "controller"];

    private readonly NetworkParts _parts = new();
    private readonly List<bool> _nodeIsInService = [];
    private readonly Dictionary<long, int> _nodeOfBus = [];
    private readonly HashSet<(string Type, long Element, long Bus)> _openEnds = [];

    /// <summary>Places by table and index, for measurements.</summary>
    private readonly Dictionary<(string Table, long Index), int> _places = [];

    public PandapowerNet Build()
    {
        foreach (var row in net.Table("bus").Rows) AddBus(row);
        if (_parts.Nodes.Count == 0) throw new GridFormatException(net.File, "bus", "no row, expected at least one bus");

        ReadSwitches();
        AddBranches();
        AddAppliances();
        AddMeasurements();
        foreach (var name in NotRead)
            if (net.Table(name).Rows.Count is var count and > 0) _parts.LeftOut.Add($"{count} of the table {name} are not read.");

        var basePowerVA = net.Number("sn_mva") is > 0 and var power && double.IsFinite(power) ? power * 1e6 : 1e6;
        return new(_parts.ToNetwork(basePowerVA, FrequencyHz), new() { Voltages = _voltages, Powers = _powers, Currents = _currents });
    }

    private void AddBus(DataRow row)
    {
        if (!_nodeOfBus.TryAdd(row.Index, _parts.Nodes.Count)) throw row.Wrong("index", $"{row.Index} again", "an index of its own");

        var zone = row.Text("zone");
        _parts.Nodes.Add(new(FormattableString.Invariant($"{row.Index}"), row.Name, row.Positive("vn_kv") * 1e3) { Zone = zone.Length == 0 ? null : zone });
        _nodeIsInService.Add(row.IsInService);
    }

    private int NodeOf(DataRow row, string column)
    {
        var bus = row.Whole(column);
        return _nodeOfBus.TryGetValue(bus, out var node) ? node : throw row.Wrong(column, $"bus {bus}", "the index of a bus");
    }

    private double RatedV(int node) => _parts.Nodes[node].RatedVoltageV;

    /// <summary>What stands at a bus out of service is not connected.</summary>
    private bool IsConnected(DataRow row, int node) => row.IsInService && _nodeIsInService[node];

    /// <summary>An open switch, or a bus out of service, opens that end of a branch.</summary>
    private bool IsClosed(DataRow row, string type, string column) =>
        row.IsInService && _nodeIsInService[NodeOf(row, column)] && !_openEnds.Contains((type, row.Index, row.Whole(column)));

    private void ReadSwitches()
    {
        foreach (var row in net.Table("switch").Rows)
        {
            var type = row.Text("et");
            var isClosed = row.Flag("closed", whereMissing: true);
            if (type == "b") AddBusSwitch(row, isClosed);
            else if (type is not ("l" or "t" or "t3")) throw row.Wrong("et", $"'{type}'", "b, l, t or t3");
            else if (!isClosed) _openEnds.Add((type, row.Whole("element"), row.Whole("bus")));
        }
    }

    private void AddBusSwitch(DataRow row, bool isClosed)
    {
        var (from, to) = (NodeOf(row, "bus"), NodeOf(row, "element"));
        var (fromClosed, toClosed) = (isClosed && _nodeIsInService[from], isClosed && _nodeIsInService[to]);
        var impedance = row.Number("z_ohm", 0);
        if (impedance == 0)
        {
            _parts.Links.Add(new(row.Id, row.Name, from, to, fromClosed, toClosed));
            return;
        }

        // The power flow's option switch_rx_ratio, whose default is 2.
        var reactance = impedance / Math.Sqrt(5);
        var circuit = PiCircuit.Of(new(2 * reactance, reactance), 0);
        _parts.Lines.Add(new(row.Id, row.Name, from, to, fromClosed, toClosed) { PositiveSequence = circuit, ZeroSequence = circuit });
    }

    private void Place(DataRow row, string table, int place)
    {
        if (!_places.TryAdd((table, row.Index), place)) throw row.Wrong("index", $"{row.Index} again", "an index of its own");
    }
}
