using System.Buffers;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Platone.Grid.Formats.Psse;

/// <summary>Cuts a RAWX file into its tables: each is a list of field names and a list of rows.</summary>
sealed class RawxParser(Stream stream, string file)
{
    private const int MaxBytes = 1 << 30;
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
        var reader = new Utf8JsonReader(ReadAll(), new JsonReaderOptions { MaxDepth = GridLimits.MaxDepth });
        try
        {
            Expect(ref reader, JsonTokenType.StartObject, "an object");
            while (NextName(ref reader) is { } name)
            {
                if (name == "network") ReadNetwork(ref reader);
                else reader.Skip();
            }

            if (reader.Read()) throw Error("network", "found more behind the end, expected nothing");
        }
        catch (JsonException e)
        {
            throw new GridFormatException(file, $"line {e.LineNumber + 1}", "found what is not JSON, expected a RAWX file", e);
        }
    }

    private void ReadNetwork(ref Utf8JsonReader reader)
    {
        Require(reader, JsonTokenType.StartObject, "network", "an object of tables");
        while (NextName(ref reader) is { } name)
        {
            Require(reader, JsonTokenType.StartObject, name, "an object with fields and data");
            if (!_tables.TryAdd(name, ReadTable(ref reader, name))) throw Error(name, "found the table again, expected it once");
        }
    }

    private (List<string> Fields, List<string?[]> Rows) ReadTable(ref Utf8JsonReader reader, string table)
    {
        var (fields, rows) = (new List<string>(), new List<string?[]>());
        while (NextName(ref reader) is { } name)
        {
            if (name == "fields") fields = ReadFields(ref reader, table);
            else if (name == "data") rows = ReadRows(ref reader, table);
            else reader.Skip();
        }

        foreach (var row in rows)
            if (row.Length != fields.Count) throw Error(table, $"found a row of {row.Length} values, expected {fields.Count} as there are fields");

        return (fields, rows);
    }

    private List<string> ReadFields(ref Utf8JsonReader reader, string table) =>
        ReadRow(ref reader, table).Select(field => field ?? throw Error(table, "found null, expected the name of a field")).ToList();

    /// <summary>Rows in rows, or a single row alone as in caseid.</summary>
    private List<string?[]> ReadRows(ref Utf8JsonReader reader, string table)
    {
        Require(reader, JsonTokenType.StartArray, table, "a list of rows");
        var (rows, single) = (new List<string?[]>(), new List<string?>());
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartArray) rows.Add(ReadRow(ref reader, table));
            else single.Add(ReadValue(ref reader, table));

            if (rows.Count > GridLimits.MaxObjects || single.Count > MaxColumns)
                throw Error(table, $"found more than {GridLimits.MaxObjects} rows or {MaxColumns} values, expected no more");
        }

        if (single.Count > 0 && rows.Count > 0) throw Error(table, "found values between rows, expected rows");
        if (single.Count > 0) rows.Add(single.ToArray());
        return rows;
    }

    private string?[] ReadRow(ref Utf8JsonReader reader, string table)
    {
        Require(reader, JsonTokenType.StartArray, table, "a list");
        var values = new List<string?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (values.Count == MaxColumns) throw Error(table, $"found more than {MaxColumns} values in a row");
            values.Add(ReadValue(ref reader, table));
        }

        return values.ToArray();
    }

    private string? ReadValue(ref Utf8JsonReader reader, string table)
    {
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length > GridLimits.MaxValueLength) throw Error(table, $"found a value of {length} bytes, expected no more than {GridLimits.MaxValueLength}");

        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => Text(ref reader, table),
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => throw Error(table, $"found {reader.TokenType}, expected a number, a text or null"),
        };
    }

    private string Text(ref Utf8JsonReader reader, string table)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new GridFormatException(file, table, "found a text that is not Unicode, expected UTF-8", e);
        }
    }

    /// <returns>The name of the next member with the reader at its value; null behind the last one.</returns>
    private string? NextName(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject) return null;

        var name = Text(ref reader, "network");
        reader.Read();
        return name;
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string expected)
    {
        reader.Read();
        Require(reader, type, "network", expected);
    }

    private void Require(in Utf8JsonReader reader, JsonTokenType type, string place, string expected)
    {
        if (reader.TokenType != type) throw Error(place, $"found {reader.TokenType}, expected {expected}");
    }

    private ReadOnlySpan<byte> ReadAll()
    {
        var bytes = new ArrayBufferWriter<byte>(1 << 16);
        while (stream.Read(bytes.GetSpan(1 << 16)) is > 0 and var count)
        {
            bytes.Advance(count);
            if (bytes.WrittenCount > MaxBytes) throw new GridFormatException(file, "network", $"found more than {MaxBytes} bytes, expected no more");
        }

        var written = bytes.WrittenSpan;
        return written.StartsWith(Encoding.UTF8.Preamble) ? written[3..] : written;
    }

    private GridFormatException Error(string place, string problem) => new(file, $"table {place}", problem);
}
