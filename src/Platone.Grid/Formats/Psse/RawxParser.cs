using System.Numerics;
using System.Text.Json;
using Platone.Grid.Formats.PowerGridModel;

namespace Platone.Grid.Formats.Psse;

/// <summary>Cuts a RAWX file into its tables: each is a list of field names and a list of rows.</summary>
sealed class RawxParser(Stream stream, string file)
{
    private const int MaxColumns = 1024;

    private static readonly Dictionary<string, Section> Sections = new(StringComparer.Ordinal)
    {
        ["bus"] = Section.Bus,
        ["load"] = Section.Load,
        ["fixshunt"] = Section.FixedShunt,
        ["generator"] = Section.Generator,
        ["acline"] = Section.Branch,
        ["sysswd"] = Section.SwitchingDevice,
        ["transformer"] = Section.Transformer,
        ["twotermdc"] = Section.TwoTerminalDc,
        ["vscdc"] = Section.ConverterDc,
        ["ntermdc"] = Section.MultiTerminalDc,
        ["facts"] = Section.Facts,
        ["swshunt"] = Section.SwitchedShunt,
        ["gne"] = Section.GenericDevice,
        ["indmach"] = Section.InductionMachine,
        ["sub"] = Section.Substation,
    };

    private readonly JsonTokens _tokens = new(stream, file);
    private readonly Dictionary<string, (List<string> Fields, List<string?[]> Rows)> _tables = new(StringComparer.Ordinal);

    public CaseData Parse()
    {
        ReadTables();
        var header = CaseIdentification();
        if (header.Whole("ic", 0) != 0) throw header.Error("ic", "found a change case, expected 0: a whole network");
        if (header.Whole("rev", 35) is not 35 and var revision) throw header.Error("rev", $"found {revision}, expected 35");

        var data = new CaseData(file) { BaseMVA = header.Positive("sbase", 100), FrequencyHz = header.Has("basfrq") ? header.Positive("basfrq", 60) : 60 };
        foreach (var (name, section) in Sections)
            foreach (var record in Records(name)) data.Add(section, record);

        AddImpedanceCorrections(data);
        return data;
    }

    private Record CaseIdentification() =>
        Records("caseid").FirstOrDefault() ?? throw new GridFormatException(file, "network", "found no caseid, expected SBASE and REV");

    private IEnumerable<Record> Records(string table)
    {
        if (!_tables.TryGetValue(table, out var found)) yield break;

        var layout = new Layout(table, found.Fields);
        for (var i = 0; i < found.Rows.Count; i++) yield return new Record(layout, found.Rows[i], $"row {i + 1}", file);
    }

    /// <summary>One row a point.</summary>
    private void AddImpedanceCorrections(CaseData data)
    {
        foreach (var record in Records("impcor"))
        {
            var number = record.Whole("itable");
            if (!data.ImpedanceCorrections.TryGetValue(number, out var table)) data.ImpedanceCorrections[number] = table = new ImpedanceCorrection();
            if (!table.TryAdd(record.Number("tap", 0), new Complex(record.Number("refact", 1), record.Number("imfact", 0))))
                throw record.Error("tap", "found a number that is not greater than the one before, expected ascending ones");
        }
    }

    private void ReadTables()
    {
        _tokens.Expect(JsonTokenType.StartObject, "file", "an object");
        while (NextName("file") is { } name)
        {
            if (name == "network") ReadNetwork();
            else _tokens.Skip();
        }

        if (_tokens.Read()) throw Error("file", "found more behind its end, expected nothing");
    }

    private void ReadNetwork()
    {
        _tokens.Expect(JsonTokenType.StartObject, "network", "an object of tables");
        while (NextName("network") is { } name)
        {
            _tokens.Expect(JsonTokenType.StartObject, name, "an object with fields and data");
            if (!_tables.TryAdd(name, ReadTable(name))) throw Error(name, "found the table again, expected it once");
        }
    }

    private (List<string> Fields, List<string?[]> Rows) ReadTable(string table)
    {
        var (fields, rows) = (new List<string>(), new List<string?[]>());
        while (NextName(table) is { } name)
        {
            if (name == "fields") fields = ReadFields(table);
            else if (name == "data") rows = ReadRows(table);
            else _tokens.Skip();
        }

        foreach (var row in rows)
            if (row.Length != fields.Count) throw Error(table, $"found a row of {row.Length} values, expected {fields.Count} as there are fields");

        return (fields, rows);
    }

    private List<string> ReadFields(string table)
    {
        _tokens.Expect(JsonTokenType.StartArray, table, "a list of names");
        return ReadRow(table).Select(field => field ?? throw Error(table, "found null, expected the name of a field")).ToList();
    }

    /// <summary>Rows in rows, or a single row alone as in caseid.</summary>
    private List<string?[]> ReadRows(string table)
    {
        _tokens.Expect(JsonTokenType.StartArray, table, "a list of rows");
        var (rows, single) = (new List<string?[]>(), new List<string?>());
        while (NextElement(table))
        {
            if (_tokens.Type == JsonTokenType.StartArray) rows.Add(ReadRow(table));
            else single.Add(Value(table));

            if (rows.Count > GridLimits.MaxObjects || single.Count > MaxColumns)
                throw Error(table, $"found more than {GridLimits.MaxObjects} rows or {MaxColumns} values, expected no more");
        }

        if (single.Count > 0 && rows.Count > 0) throw Error(table, "found values between rows, expected rows");
        if (single.Count > 0) rows.Add(single.ToArray());
        return rows;
    }

    private string?[] ReadRow(string table)
    {
        var values = new List<string?>();
        while (NextElement(table))
        {
            if (values.Count == MaxColumns) throw Error(table, $"found more than {MaxColumns} values in a row, expected no more");
            values.Add(Value(table));
        }

        return values.ToArray();
    }

    private string? Value(string table) => _tokens.Type switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => _tokens.Text,
        JsonTokenType.Number => RawText.Of(_tokens.Number),
        _ => throw Error(table, $"found {_tokens.Type}, expected a number, a text or null"),
    };

    /// <returns>The name of the object's next member; null behind the last one.</returns>
    private string? NextName(string place)
    {
        if (!_tokens.Read()) throw _tokens.Wrong(place, "a member, or the object's end");
        return _tokens.Type == JsonTokenType.PropertyName ? _tokens.Text : null;
    }

    private bool NextElement(string table)
    {
        if (!_tokens.Read()) throw _tokens.Wrong(table, "a value, or the list's end");
        return _tokens.Type != JsonTokenType.EndArray;
    }

    private GridFormatException Error(string place, string problem) => new(file, $"table {place}", problem);
}
