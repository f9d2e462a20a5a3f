using System.Text.Json;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>Reads the format's JSON in one pass: rows as objects, or as lists in the order of the <c>attributes</c> section.</summary>
/// <remarks>Source: power-grid-model's user manual, "Serialization", JSON schema 1.0.</remarks>
internal sealed class DatasetReader
{
    private const int MaxUnknown = 100;

    private readonly string _file;
    private readonly JsonTokens _tokens;
    private readonly Dictionary<string, IReadOnlyList<string>> _attributes = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyDictionary<string, ComponentTable>> _scenarios = [];
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);
    private bool _isBatch;

    private DatasetReader(Stream stream, string file) => (_file, _tokens) = (file, new(stream, file));

    /// <param name="type">What the file must say that it is: <c>input</c> or <c>update</c>.</param>
    public static Dataset Read(Stream stream, string file, string type) => new DatasetReader(stream, file).ReadRoot(type);

    private Dataset ReadRoot(string expectedType)
    {
        string? version = null, type = null;
        bool? isBatch = null;
        var hasData = false;
        _tokens.Expect(JsonTokenType.StartObject, "", "an object with version, type, is_batch, attributes and data");
        while (NextProperty("the document") is { } name)
        {
            switch (name)
            {
                case "version": version = Once(version, name, Text(name)); break;
                case "type": type = Once(type, name, Text(name)); break;
                case "is_batch": isBatch = isBatch is null ? Boolean(name) : throw Twice(name); break;
                case "attributes" when !hasData: ReadAttributes(); break;
                case "attributes": throw new GridFormatException(_file, "attributes", "after data, expected before it: lists cannot be understood without it");
                case "data" when hasData: throw Twice(name);
                case "data":
                    ReadData();
                    hasData = true;
                    break;
                default: _tokens.Skip(); break;
            }
        }
        if (_tokens.Read()) throw _tokens.Wrong("", "the end of the file");
        if (version is not "1.0") throw new GridFormatException(_file, "version", $"{Said(version)}, expected '1.0'");
        if (type != expectedType) throw new GridFormatException(_file, "type", $"{Said(type)}, expected '{expectedType}'");
        if (!hasData) throw new GridFormatException(_file, "data", "missing, expected the components");
        if (isBatch is { } batch && batch != _isBatch)
            throw new GridFormatException(_file, "is_batch", $"{(batch ? "true" : "false")}, but data is {(_isBatch ? "a list of scenarios" : "one dataset")}");

        return new(_file, type, _scenarios, _unknown);
    }

    private static string Said(string? text) => text is null ? "missing" : $"'{text}'";

    private void ReadAttributes()
    {
        _tokens.Expect(JsonTokenType.StartObject, "attributes", "an object");
        while (NextProperty("attributes") is { } kind)
        {
            var names = new List<string>();
            _tokens.Expect(JsonTokenType.StartArray, $"attributes of {kind}", "a list of names");
            while (_tokens.Read() && _tokens.Type != JsonTokenType.EndArray)
            {
                if (_tokens.Type != JsonTokenType.String) throw _tokens.Wrong($"attributes of {kind}", "a name");
                if (names.Count == 1000) throw new GridFormatException(_file, $"attributes of {kind}", "more than 1000 names");

                names.Add(_tokens.Text);
            }
            if (!_attributes.TryAdd(kind, names)) throw Twice($"attributes of {kind}");
        }
    }

    private void ReadData()
    {
        if (!_tokens.Read()) throw _tokens.Wrong("data", "an object or a list of scenarios");

        _isBatch = _tokens.Type == JsonTokenType.StartArray;
        if (!_isBatch)
        {
            _scenarios.Add(ReadScenario("data"));
            return;
        }
        while (_tokens.Read() && _tokens.Type != JsonTokenType.EndArray)
        {
            if (_scenarios.Count == GridLimits.MaxObjects) throw new GridFormatException(_file, "data", $"more than {GridLimits.MaxObjects} scenarios");

            _scenarios.Add(ReadScenario($"scenario {_scenarios.Count}"));
        }
        if (_tokens.Type != JsonTokenType.EndArray) throw _tokens.Wrong("data", "the end of the list");
    }

    private Dictionary<string, ComponentTable> ReadScenario(string place)
    {
        if (_tokens.Type != JsonTokenType.StartObject) throw _tokens.Wrong(place, "an object with lists of components");

        var tables = new Dictionary<string, ComponentTable>(StringComparer.Ordinal);
        while (NextProperty(place) is { } kind)
        {
            if (!ComponentKind.Exists(kind))
            {
                Note(kind);
                _tokens.Skip();
                continue;
            }
            var table = new ComponentTable(kind);
            ReadRows(table, $"{place}, {kind}");
            if (!tables.TryAdd(kind, table)) throw Twice($"{place}, {kind}");
        }
        return tables;
    }

    private void ReadRows(ComponentTable table, string place)
    {
        _tokens.Expect(JsonTokenType.StartArray, place, "a list");
        while (_tokens.Read() && _tokens.Type != JsonTokenType.EndArray)
        {
            if (table.Count == GridLimits.MaxObjects) throw new GridFormatException(_file, place, $"more than {GridLimits.MaxObjects} of them");

            table.AddRow();
            if (_tokens.Type == JsonTokenType.StartObject) ReadObject(table, place);
            else if (_tokens.Type == JsonTokenType.StartArray) ReadList(table, place);
            else throw _tokens.Wrong($"{place} {table.Count}", "an object or a list of values");
        }
        if (_tokens.Type != JsonTokenType.EndArray) throw _tokens.Wrong(place, "the end of the list");
    }

    private void ReadObject(ComponentTable table, string place)
    {
        while (NextProperty(place) is { } attribute)
        {
            if (!_tokens.Read()) throw _tokens.Wrong(place, "a value");

            ReadValue(table, attribute, place);
        }
    }

    private void ReadList(ComponentTable table, string place)
    {
        if (!_attributes.TryGetValue(table.Kind, out var attributes))
            throw new GridFormatException(_file, $"{place} {table.Count}", "a list, but the attributes section does not name this kind");

        foreach (var attribute in attributes)
        {
            if (!_tokens.Read() || _tokens.Type == JsonTokenType.EndArray) throw _tokens.Wrong($"{place} {table.Count}", $"a value of {attribute}");

            ReadValue(table, attribute, place);
        }
        _tokens.Expect(JsonTokenType.EndArray, $"{place} {table.Count}", $"{attributes.Count} values");
    }

    private void ReadValue(ComponentTable table, string attribute, string place)
    {
        if (attribute == "extra" && _tokens.Type == JsonTokenType.String)
        {
            table.SetExtra(_tokens.Text);
            return;
        }
        if (!ComponentKind.Has(table.Kind, attribute))
        {
            if (attribute != "extra") Note($"{table.Kind}.{attribute}");
            PassValue();
            return;
        }
        if (_tokens.Type == JsonTokenType.Null) return;

        var where = (place, table.Count, attribute);
        if (ComponentKind.IsPerPhase(table.Kind, attribute)) ReadPhases(table, attribute, where);
        else if (!table.TrySet(attribute, Value(where))) throw Twice(Place(where));
    }

    private void ReadPhases(ComponentTable table, string attribute, (string, int, string) where)
    {
        if (_tokens.Type != JsonTokenType.StartArray) throw _tokens.Wrong(Place(where), "a list of three numbers, one a phase");

        for (var phase = 0; phase < 3; phase++)
        {
            if (!_tokens.Read() || _tokens.Type == JsonTokenType.EndArray) throw _tokens.Wrong(Place(where), "three numbers");

            if (_tokens.Type != JsonTokenType.Null && !table.TrySet(attribute, phase, Value(where))) throw Twice(Place(where));
        }
        _tokens.Expect(JsonTokenType.EndArray, Place(where), "three numbers");
    }

    private double Value((string, int, string) where) => (_tokens.Type, _tokens.Text) switch
    {
        (JsonTokenType.Number, _) when double.IsFinite(_tokens.Number) => _tokens.Number,
        (JsonTokenType.String, "inf" or "+inf") => double.PositiveInfinity,
        (JsonTokenType.String, "-inf") => double.NegativeInfinity,
        _ => throw _tokens.Wrong(Place(where), "a number, 'inf', '-inf' or null"),
    };

    private static string Place((string Scenario, int Row, string Attribute) where) => $"{where.Scenario} {where.Row}, {where.Attribute}";

    /// <summary>Passes over the value whose first token is at hand.</summary>
    private void PassValue()
    {
        var depth = 0;
        while (true)
        {
            if (_tokens.Type is JsonTokenType.StartObject or JsonTokenType.StartArray) depth++;
            if (_tokens.Type is JsonTokenType.EndObject or JsonTokenType.EndArray) depth--;
            if (depth == 0) return;
            if (!_tokens.Read()) throw _tokens.Wrong("", "the end of a value");
        }
    }

    private string? NextProperty(string place)
    {
        if (!_tokens.Read()) throw _tokens.Wrong(place, "a name or the end of the object");

        return _tokens.Type == JsonTokenType.PropertyName ? _tokens.Text : null;
    }

    private string Text(string name)
    {
        _tokens.Expect(JsonTokenType.String, name, "a text");
        return _tokens.Text;
    }

    private bool Boolean(string name)
    {
        if (!_tokens.Read() || _tokens.Type is not (JsonTokenType.True or JsonTokenType.False)) throw _tokens.Wrong(name, "true or false");

        return _tokens.Type == JsonTokenType.True;
    }

    private string Once(string? before, string name, string value) => before is null ? value : throw Twice(name);

    private GridFormatException Twice(string name) => new(_file, name, "given twice, expected once");

    private void Note(string what)
    {
        if (_unknown.Count < MaxUnknown) _unknown.Add(what);
    }
}
