using System.Numerics;
using System.Text.Json;
using Platone.Grid.Numerics;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>An output dataset, row by row in the order of the input's ids.</summary>
/// <remarks>Source: power-grid-model's user manual, "Components", the sections "Steady state output".</remarks>
internal sealed class OutputWriter
{
    private const int FlushBytes = 1 << 16;

    private static readonly string[] Sides = ["1", "2", "3"];

    private readonly Utf8JsonWriter _json;
    private readonly PowerGridModelInput _input;
    private readonly IOutputState _state;
    private readonly PhaseVector[] _injections;

    private OutputWriter(Utf8JsonWriter json, PowerGridModelInput input, IOutputState state)
    {
        (_json, _input, _state) = (json, input, state);
        _injections = Injections(state);
    }

    public static void WriteOne(Stream stream, string type, PowerGridModelInput input, IOutputState state)
    {
        using var json = Begin(stream, type, isBatch: false);
        new OutputWriter(json, input, state).WriteDataset();
        json.WriteEndObject();
    }

    public static void WriteBatch(Stream stream, string type, IEnumerable<(PowerGridModelInput Input, IOutputState State)> scenarios)
    {
        using var json = Begin(stream, type, isBatch: true);
        json.WriteStartArray();
        foreach (var (input, state) in scenarios) new OutputWriter(json, input, state).WriteDataset();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Utf8JsonWriter Begin(Stream stream, string type, bool isBatch)
    {
        ArgumentNullException.ThrowIfNull(stream);

        var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteString("type", type);
        json.WriteBoolean("is_batch", isBatch);
        json.WriteStartObject("attributes");
        json.WriteEndObject();
        json.WritePropertyName("data");
        return json;
    }

    /// <summary>What sources and generators give a node, less what loads take; shunts are part of the network.</summary>
    private static PhaseVector[] Injections(IOutputState state)
    {
        var network = state.Network;
        var injections = new PhaseVector[network.Nodes.Count];
        for (var i = 0; i < network.Sources.Count; i++) injections[network.Sources[i].Node] += state.Source(i);
        for (var i = 0; i < network.Generators.Count; i++) injections[network.Generators[i].Node] += state.Generator(i);
        for (var i = 0; i < network.Loads.Count; i++) injections[network.Loads[i].Node] -= state.Load(i);
        return injections;
    }

    private void WriteDataset()
    {
        _json.WriteStartObject();
        foreach (var kind in ComponentKind.All)
        {
            if (!HasOutput(kind) || !_input.IdsByKind.TryGetValue(kind, out var ids)) continue;

            _json.WriteStartArray(kind);
            foreach (var id in ids) WriteComponent(id, _input.Components[id]);
            _json.WriteEndArray();
        }
        _json.WriteEndObject();
    }

    private static bool HasOutput(string kind) => kind is ComponentKind.Node or ComponentKind.Line or ComponentKind.AsymLine or ComponentKind.Link
        or ComponentKind.GenericBranch or ComponentKind.Transformer or ComponentKind.ThreeWindingTransformer or ComponentKind.Source or ComponentKind.Shunt
        or ComponentKind.SymLoad or ComponentKind.SymGen or ComponentKind.AsymLoad or ComponentKind.AsymGen;

    private void WriteComponent(int id, PowerGridModelComponent component)
    {
        _json.WriteStartObject();
        _json.WriteNumber("id", id);
        var network = _state.Network;
        var place = component.Place;
        switch (component.Kind)
        {
            case ComponentKind.Node: WriteNode(place); break;
            case ComponentKind.Line or ComponentKind.AsymLine: WriteLine(network.Lines[place], _state.Line(place)); break;
            case ComponentKind.Link: WriteLink(network.Links[place], _state.Link(place)); break;
            case ComponentKind.Transformer or ComponentKind.GenericBranch: WriteTransformer(network.Transformers[place], _state.Transformer(place)); break;
            case ComponentKind.ThreeWindingTransformer: WriteThreeWinding(network.ThreeWindingTransformers[place]); break;
            case ComponentKind.Source: WriteAppliance(network.Sources[place].Node, network.Sources[place].IsConnected, _state.Source(place)); break;
            case ComponentKind.Shunt: WriteAppliance(network.Shunts[place].Node, network.Shunts[place].IsConnected, _state.Shunt(place)); break;
            case ComponentKind.SymLoad or ComponentKind.AsymLoad:
                WriteAppliance(network.Loads[place].Node, network.Loads[place].IsConnected, _state.Load(place));
                break;
            default: WriteAppliance(network.Generators[place].Node, network.Generators[place].IsConnected, _state.Generator(place)); break;
        }
        _json.WriteEndObject();
        if (_json.BytesPending > FlushBytes) _json.Flush();
    }

    private void WriteNode(int node)
    {
        var voltage = _state.VoltagePu(node);
        var rated = _state.Network.Nodes[node].RatedVoltageV * _state.VoltageFactor;
        WriteEnergized(IsEnergized(node));
        Write("u_pu", voltage, static value => value.Magnitude);
        Write("u", voltage * rated, static value => value.Magnitude);
        Write("u_angle", voltage, static value => value.Phase);
        Write("p", _injections[node], static value => value.Real);
        Write("q", _injections[node], static value => value.Imaginary);
    }

    private void WriteLine(Line line, PhaseBranchFlow flow)
    {
        var (from, to) = (Current(line.From, flow.FromVA), Current(line.To, flow.ToVA));
        var loading = line.RatedCurrentA is { } rated ? Math.Max(Greatest(from), Greatest(to)) / rated : double.NaN;
        WriteBranch(IsEnergized(line.From, line.FromClosed, line.To, line.ToClosed), loading, flow, from, to);
    }

    private void WriteLink(Link link, PhaseVector fromVA)
    {
        var flow = new PhaseBranchFlow(fromVA, fromVA * -1);
        WriteBranch(IsEnergized(link.From, link.FromClosed, link.To, link.ToClosed), 0, flow, Current(link.From, flow.FromVA), Current(link.To, flow.ToVA));
    }

    private void WriteTransformer(Transformer transformer, PhaseBranchFlow flow)
    {
        var apparent = Math.Max(Apparent(flow.FromVA), Apparent(flow.ToVA));
        var loading = transformer.RatedPowerVA is { } rated ? apparent / rated : 0;
        var isEnergized = IsEnergized(transformer.From, transformer.FromClosed, transformer.To, transformer.ToClosed);
        WriteBranch(isEnergized, loading, flow, Current(transformer.From, flow.FromVA), Current(transformer.To, flow.ToVA));
    }

    private void WriteThreeWinding(ThreeWindingTransformer transformer)
    {
        Span<int> legs = [transformer.Leg1, transformer.Leg2, transformer.Leg3];
        var loading = 0.0;
        var isEnergized = false;
        foreach (var leg in legs)
        {
            var winding = _state.Network.Transformers[leg];
            loading = Math.Max(loading, Apparent(_state.Transformer(leg).FromVA) / winding.RatedPowerVA ?? 0);
            isEnergized |= winding.FromClosed && IsEnergized(winding.From);
        }
        WriteEnergized(isEnergized);
        WriteNumber("loading", loading);
        for (var side = 0; side < 3; side++)
        {
            var power = _state.Transformer(legs[side]).FromVA;
            WriteEnd(Sides[side], power, Current(_state.Network.Transformers[legs[side]].From, power));
        }
    }

    private void WriteBranch(bool isEnergized, double loading, PhaseBranchFlow flow, PhaseVector fromA, PhaseVector toA)
    {
        WriteEnergized(isEnergized);
        WriteNumber("loading", isEnergized ? loading : 0);
        WriteEnd("from", flow.FromVA, fromA);
        WriteEnd("to", flow.ToVA, toA);
    }

    private void WriteEnd(string end, PhaseVector power, PhaseVector current)
    {
        Write($"p_{end}", power, static value => value.Real);
        Write($"q_{end}", power, static value => value.Imaginary);
        Write($"i_{end}", current, static value => value.Real);
        Write($"s_{end}", power, static value => value.Magnitude);
    }

    private void WriteAppliance(int node, bool isConnected, PhaseVector power)
    {
        WriteEnergized(isConnected && IsEnergized(node));
        Write("p", power, static value => value.Real);
        Write("q", power, static value => value.Imaginary);
        Write("i", Current(node, power), static value => value.Real);
        Write("s", power, static value => value.Magnitude);
        Write("pf", power, static value => value.Magnitude < 1e-8 ? 0 : value.Real / value.Magnitude);
    }

    private bool IsEnergized(int node) => _state.VoltagePu(node) != default;

    private bool IsEnergized(int from, bool fromClosed, int to, bool toClosed) => (fromClosed && IsEnergized(from)) || (toClosed && IsEnergized(to));

    /// <summary>By its magnitude, as a real number.</summary>
    private PhaseVector Current(int node, PhaseVector power)
    {
        var voltage = _state.VoltagePu(node);
        var factor = _state.Network.Nodes[node].RatedVoltageV * _state.VoltageFactor * _state.PowerFactor;
        return new(Amperes(power.A, voltage.A), Amperes(power.B, voltage.B), Amperes(power.C, voltage.C));

        double Amperes(Complex voltAmperes, Complex perUnit) => perUnit == 0 ? 0 : voltAmperes.Magnitude / (perUnit.Magnitude * factor);
    }

    private static double Greatest(PhaseVector current) => Math.Max(current.A.Real, Math.Max(current.B.Real, current.C.Real));

    private static double Apparent(PhaseVector power) => power.A.Magnitude + power.B.Magnitude + power.C.Magnitude;

    private void WriteEnergized(bool isEnergized) => _json.WriteNumber("energized", isEnergized ? 1 : 0);

    private void Write(string name, PhaseVector value, Func<Complex, double> part)
    {
        if (_state.Phases == 1)
        {
            WriteNumber(name, part(value.A));
            return;
        }
        _json.WriteStartArray(name);
        WriteNumber(part(value.A));
        WriteNumber(part(value.B));
        WriteNumber(part(value.C));
        _json.WriteEndArray();
    }

    private void WriteNumber(string name, double value)
    {
        _json.WritePropertyName(name);
        WriteNumber(value);
    }

    /// <summary>JSON has no way to tell what is not finite.</summary>
    private void WriteNumber(double value)
    {
        if (double.IsFinite(value)) _json.WriteNumberValue(value);
        else _json.WriteNullValue();
    }
}
