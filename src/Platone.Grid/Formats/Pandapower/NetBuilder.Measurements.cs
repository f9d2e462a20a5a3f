namespace Platone.Grid.Formats.Pandapower;

/// <summary>Measurements: each row one quantity; active and reactive power of one place become one sensor.</summary>
internal sealed partial class NetBuilder
{
    private readonly List<VoltageSensor> _voltages = [];
    private readonly List<PowerSensor> _powers = [];
    private readonly List<CurrentSensor> _currents = [];
    private readonly Dictionary<Terminal, int> _halfPowers = [];

    private void AddMeasurements()
    {
        foreach (var row in net.Table("measurement").Rows)
        {
            var type = row.Text("measurement_type");
            switch (type)
            {
                case "v": AddVoltage(row); break;
                case "p" or "q": AddPower(row, type == "p"); break;
                case "i": AddCurrent(row); break;
                case "va" or "ia": _parts.LeftOut.Add($"{row.Id}: an angle by itself is not read."); break;
                default: throw row.Wrong("measurement_type", $"'{type}'", "v, p, q, i, va or ia");
            }
        }
    }

    private void AddVoltage(DataRow row)
    {
        if (MeasuredTerminal(row) is not { Kind: TerminalKind.Node } terminal) throw row.Wrong("element_type", $"'{row.Text("element_type")}'", "bus");

        var rated = RatedV(terminal.Place);
        _voltages.Add(new(row.Id, row.Name, terminal.Place, MeasuredValue.Balanced(row.Number("value") * rated), MeasuredValue.Missing,
            row.Positive("std_dev") * rated));
    }

    private void AddPower(DataRow row, bool isActive)
    {
        if (MeasuredTerminal(row) is not { } terminal) return;

        // Of a bus, pandapower counts what is taken as positive.
        var direction = terminal.Kind == TerminalKind.Node ? -1 : 1;
        var value = MeasuredValue.Balanced(direction * row.Number("value") * Mega);
        var sigma = MeasuredValue.Balanced(row.Positive("std_dev") * Mega);
        if (_halfPowers.TryGetValue(terminal, out var place) && !(isActive ? _powers[place].ActiveW : _powers[place].ReactiveVar).IsComplete)
        {
            _powers[place] = isActive
                ? _powers[place] with { ActiveW = value, ActiveSigmaW = sigma }
                : _powers[place] with { ReactiveVar = value, ReactiveSigmaVar = sigma };
            _halfPowers.Remove(terminal);
            return;
        }
        _halfPowers[terminal] = _powers.Count;
        _powers.Add(isActive
            ? new(row.Id, row.Name, terminal, value, MeasuredValue.Missing) { ActiveSigmaW = sigma }
            : new(row.Id, row.Name, terminal, MeasuredValue.Missing, value) { ReactiveSigmaVar = sigma });
    }

    private void AddCurrent(DataRow row)
    {
        if (MeasuredTerminal(row) is not { } terminal) return;

        _currents.Add(new(row.Id, row.Name, terminal, AngleReference.LocalVoltage, MeasuredValue.Balanced(row.Number("value") * 1e3), MeasuredValue.Missing)
        {
            SigmaA = row.Positive("std_dev") * 1e3,
        });
    }

    /// <summary>Null, and said, where what is measured has no terminal here.</summary>
    private Terminal? MeasuredTerminal(DataRow row)
    {
        var type = row.Text("element_type");
        var element = row.Whole("element");
        if (type == "bus") return new(TerminalKind.Node, NodeOf(row, "element"));

        if (!_places.TryGetValue((type, element), out var place)) throw row.Wrong("element_type, element", $"{type} {element}", "an element of the net");

        switch (type)
        {
            case "line": return new(Side(row, "from", "to") == 0 ? TerminalKind.LineFrom : TerminalKind.LineTo, place);
            case "trafo": return new(Side(row, "hv", "lv") == 0 ? TerminalKind.TransformerFrom : TerminalKind.TransformerTo, place);
            case "trafo3w":
                var transformer = _parts.ThreeWindingTransformers[place];
                return new(TerminalKind.TransformerFrom, transformer.Leg1 + Side(row, "hv", "mv", "lv"));
            case "ext_grid": return new(TerminalKind.Source, place);
            case "gen" or "sgen" or "asymmetric_sgen": return new(TerminalKind.Generator, place);
            case "load" or "asymmetric_load" or "motor" or "storage" or "ward": return new(TerminalKind.Load, place);
            case "shunt": return new(TerminalKind.Shunt, place);
            default:
                _parts.LeftOut.Add($"{row.Id}: a measurement at a {type} is not read.");
                return null;
        }
    }

    /// <summary>The side's name, or the index of its bus, as older nets have it.</summary>
    private int Side(DataRow row, params string[] names)
    {
        var side = row.Text("side");
        if (Array.IndexOf(names, side) is var place and >= 0) return place;
        if (side.Length > 0) throw row.Wrong("side", $"'{side}'", string.Join(", ", names));

        var bus = NodeOf(row, "side");
        var branch = _places[(row.Text("element_type"), row.Whole("element"))];
        var ends = row.Text("element_type") switch
        {
            "line" => [_parts.Lines[branch].From, _parts.Lines[branch].To],
            "trafo" => [_parts.Transformers[branch].From, _parts.Transformers[branch].To],
            _ => Enumerable.Range(_parts.ThreeWindingTransformers[branch].Leg1, 3).Select(leg => _parts.Transformers[leg].From).ToArray(),
        };
        return Array.IndexOf(ends, bus) is var end and >= 0 ? end : throw row.Wrong("side", $"{_parts.Nodes[bus].Id}", "a bus of the measured element");
    }
}
