using System.Numerics;
using Platone.Grid.PowerFlow;
using Platone.Grid.Topology;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>Turns a network's equipment into the format's components.</summary>
internal sealed partial class NetworkExport(Network network, PowerFlowResult? solved)
{
    private readonly ExportRows _rows = new();
    private readonly List<string> _warnings = [];
    private readonly int[] _nodeIds = new int[network.Nodes.Count];

    public (ExportRows Rows, PowerGridModelExport Export) Export()
    {
        for (var i = 0; i < _nodeIds.Length; i++)
            _nodeIds[i] = _rows.Add(ComponentKind.Node, $"Node {network.Nodes[i].Id}", ("u_rated", network.Nodes[i].RatedVoltageV));

        foreach (var line in network.Lines) AddLine(line);
        foreach (var link in network.Links) AddLink($"Link {link.Id}", link.From, link.To, link.FromClosed, link.ToClosed);
        foreach (var transformer in network.Transformers) AddTransformer(transformer);
        foreach (var source in network.Sources) AddSource(source);
        foreach (var shunt in network.Shunts)
            AddShunt($"Shunt {shunt.Id}", shunt.Node, shunt.IsConnected, shunt.PositiveSequenceSiemens, shunt.ZeroSequenceSiemens);

        foreach (var load in network.Loads) AddLoad(load);
        for (var i = 0; i < network.Generators.Count; i++) AddGenerator(network.Generators[i], i);

        return (_rows, new(_nodeIds, _rows.Origins, _warnings));
    }

    private double RatedV(int node) => network.Nodes[node].RatedVoltageV;

    private (string, ExportValue)[] Ends(int from, int to, bool fromClosed, bool toClosed) =>
        [("from_node", _nodeIds[from]), ("to_node", _nodeIds[to]), ("from_status", fromClosed), ("to_status", toClosed)];

    /// <summary>A connection within a node is none in the format.</summary>
    private void AddLink(string origin, int from, int to, bool fromClosed, bool toClosed)
    {
        if (from != to) _rows.Add(ComponentKind.Link, origin, Ends(from, to, fromClosed, toClosed));
    }

    private void AddLine(Line line)
    {
        var origin = $"Line {line.Id}";
        var circuit = line.PositiveSequence;
        if (CompiledNetwork.IsLink(line) || circuit.SeriesOhm == 0)
        {
            _warnings.Add($"Line {line.Id} has no impedance and becomes a link.");
            AddLink(origin, line.From, line.To, line.FromClosed, line.ToClosed);
        }
        else if (line.From == line.To) AddLineToItself(line);
        else if (line.Phases is { } phases && RatedV(line.From) == RatedV(line.To)) AddAsymLine(line, phases);
        else if (IsPlain(line)) AddPlainLine(line);
        else AddLineAsGenericBranch(line);
    }

    /// <summary>What it takes at its node: the charging of both ends, or of one and, behind the series impedance, the other.</summary>
    private void AddLineToItself(Line line)
    {
        AddShunt($"Line {line.Id}", line.From, line.FromClosed || line.ToClosed, Taken(line.PositiveSequence), line.ZeroSequence is { } zero ? Taken(zero) : 0);

        Complex Taken(PiCircuit circuit) => (line.FromClosed, line.ToClosed) switch
        {
            (true, false) => circuit.FromShuntSiemens + Behind(circuit.SeriesOhm, circuit.ToShuntSiemens),
            (false, true) => circuit.ToShuntSiemens + Behind(circuit.SeriesOhm, circuit.FromShuntSiemens),
            _ => circuit.FromShuntSiemens + circuit.ToShuntSiemens,
        };
    }

    private bool IsPlain(Line line) => RatedV(line.From) == RatedV(line.To) && ChargingIsPlain(line.PositiveSequence)
        && (line.ZeroSequence is not { } zero || ChargingIsPlain(zero));

    /// <summary>Alike at both ends, and told by a capacitance and a loss factor.</summary>
    private static bool ChargingIsPlain(PiCircuit circuit) => circuit.FromShuntSiemens == circuit.ToShuntSiemens
        && (circuit.FromShuntSiemens.Imaginary != 0 || circuit.FromShuntSiemens.Real == 0);

    private double AngularFrequency => 2 * Math.PI * network.FrequencyHz;

    private void AddPlainLine(Line line)
    {
        var (c1, tan1) = Charging(line.PositiveSequence);
        var values = Ends(line.From, line.To, line.FromClosed, line.ToClosed).Concat(
        [
            ("r1", line.PositiveSequence.SeriesOhm.Real), ("x1", line.PositiveSequence.SeriesOhm.Imaginary), ("c1", c1), ("tan1", tan1),
            ("i_n", ExportValue.Optional(line.RatedCurrentA)),
        ]);
        if (line.ZeroSequence is { } zero)
        {
            var (c0, tan0) = Charging(zero);
            values = values.Concat([("r0", zero.SeriesOhm.Real), ("x0", zero.SeriesOhm.Imaginary), ("c0", c0), ("tan0", tan0)]);
        }
        _rows.Add(ComponentKind.Line, $"Line {line.Id}", [.. values]);
    }

    private (double Capacitance, double Loss) Charging(PiCircuit circuit)
    {
        var total = circuit.FromShuntSiemens + circuit.ToShuntSiemens;
        return (total.Imaginary / AngularFrequency, total.Imaginary == 0 ? 0 : total.Real / total.Imaginary);
    }

    private void AddAsymLine(Line line, PhaseImpedance phases)
    {
        if (phases.TotalShuntSiemens.Any(static shunt => shunt.Real != 0))
            _warnings.Add($"Line {line.Id}: the conductance between its phases is left out.");

        var values = new List<(string, ExportValue)>(Ends(line.From, line.To, line.FromClosed, line.ToClosed));
        ReadOnlySpan<string> pairs = ["aa", "ba", "ca", "", "bb", "cb", "", "", "cc"];
        for (var i = 0; i < pairs.Length; i++)
        {
            if (pairs[i].Length == 0) continue;

            values.Add(($"r_{pairs[i]}", phases.SeriesOhm[i].Real));
            values.Add(($"x_{pairs[i]}", phases.SeriesOhm[i].Imaginary));
            values.Add(($"c_{pairs[i]}", phases.TotalShuntSiemens[i].Imaginary / AngularFrequency));
        }
        values.Add(("i_n", ExportValue.Optional(line.RatedCurrentA)));
        _rows.Add(ComponentKind.AsymLine, $"Line {line.Id}", [.. values]);
    }

    private void AddLineAsGenericBranch(Line line)
    {
        if (line.ZeroSequence is not null || line.Phases is not null)
            _warnings.Add($"Line {line.Id} becomes a generic branch, of which the format has no unbalanced studies.");

        var ratio = RatedV(line.To) / RatedV(line.From);
        var rated = line.RatedCurrentA * Math.Sqrt(3) * RatedV(line.To);
        AddGenericBranch($"Line {line.Id}", line.From, line.To, line.FromClosed, line.ToClosed, line.PositiveSequence, ratio, 0, rated, 1);
    }

    /// <summary>The format has one shunt for both ends: what the to end has more stands at its node.</summary>
    /// <param name="fromRatio">Of the winding voltages, by which a shunt of the to side's siemens is seen at the from node.</param>
    private void AddGenericBranch(
        string origin, int from, int to, bool fromClosed, bool toClosed, PiCircuit circuit, double ratio, double angle, double? ratedVA, double fromRatio)
    {
        var series = circuit.SeriesOhm;
        if (series == 0)
        {
            series = new(0, 1e-9 * RatedV(to) * RatedV(to) / network.BasePowerVA);
            _warnings.Add($"{origin} has no impedance; a reactance of 1e-9 per unit is written.");
        }
        var (common, atFrom, atTo) = Shared(circuit, fromClosed, toClosed);
        _rows.Add(ComponentKind.GenericBranch, origin,
        [
            .. Ends(from, to, fromClosed, toClosed),
            ("r1", series.Real), ("x1", series.Imaginary), ("g1", 2 * common.Real), ("b1", 2 * common.Imaginary),
            ("k", ratio), ("theta", angle), ("sn", ExportValue.Optional(ratedVA)),
        ]);
        AddRest(origin, to, toClosed, atTo);
        AddRest(origin, from, fromClosed, atFrom / (fromRatio * fromRatio));
    }

    /// <summary>What each end has in the branch, and what is left for shunts at the nodes: of a branch with one open end, all that it takes.</summary>
    private static (Complex Common, Complex AtFrom, Complex AtTo) Shared(PiCircuit circuit, bool fromClosed, bool toClosed)
    {
        var (from, to) = (circuit.FromShuntSiemens, circuit.ToShuntSiemens);
        if (from == to) return (from, 0, 0);
        if (fromClosed != toClosed) return (0, from + Behind(circuit.SeriesOhm, to), to + Behind(circuit.SeriesOhm, from));

        var common = from == 0 || to == 0 ? 0 : (from + to) / 2;
        return (common, from - common, to - common);
    }

    private static Complex Behind(Complex ohm, Complex siemens) => siemens / (1 + ohm * siemens);

    private void AddRest(string origin, int node, bool isConnected, Complex siemens)
    {
        if (siemens != 0) AddShunt(origin, node, isConnected, siemens, siemens);
    }

    private void AddShunt(string origin, int node, bool isConnected, Complex positive, Complex zero) => _rows.Add(ComponentKind.Shunt, origin,
        ("node", _nodeIds[node]), ("status", isConnected), ("g1", positive.Real), ("b1", positive.Imaginary), ("g0", zero.Real), ("b0", zero.Imaginary));
}
