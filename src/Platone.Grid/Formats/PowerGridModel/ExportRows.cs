using System.Text.Json;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>Components to write, gathered by kind: equipment of one kind in a network may become several kinds in the format.</summary>
internal sealed class ExportRows
{
    private readonly Dictionary<string, List<Row>> _rows = [];
    private readonly Dictionary<int, string> _origins = [];

    public IReadOnlyDictionary<int, string> Origins => _origins;

    /// <summary>Numbers the component.</summary>
    /// <param name="values">A missing one is not written.</param>
    public int Add(string kind, string origin, params (string Name, ExportValue Value)[] values)
    {
        if (!_rows.TryGetValue(kind, out var rows)) _rows.Add(kind, rows = []);

        var id = _origins.Count + 1;
        rows.Add(new(id, values));
        _origins.Add(id, origin);
        return id;
    }

    public void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteString("type", "input");
        json.WriteBoolean("is_batch", false);
        json.WriteStartObject("attributes");
        json.WriteEndObject();
        json.WriteStartObject("data");
        foreach (var kind in ComponentKind.All)
        {
            if (!_rows.TryGetValue(kind, out var rows)) continue;

            json.WriteStartArray(kind);
            foreach (var row in rows) Write(json, row);
            json.WriteEndArray();
            json.Flush();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, Row row)
    {
        json.WriteStartObject();
        json.WriteNumber("id", row.Id);
        foreach (var (name, value) in row.Values)
            if (!value.IsMissing) value.Write(json, name);

        json.WriteString("extra", _origins[row.Id]);
        json.WriteEndObject();
    }

    private readonly record struct Row(int Id, (string Name, ExportValue Value)[] Values);
}

/// <summary>A number, or one a phase.</summary>
internal readonly record struct ExportValue(double A, double B, double C, bool IsPerPhase)
{
    public bool IsMissing => double.IsNaN(A);

    public static implicit operator ExportValue(double value) => new(value, 0, 0, false);

    public static implicit operator ExportValue(bool value) => new(value ? 1 : 0, 0, 0, false);

    public static ExportValue Optional(double? value) => value ?? double.NaN;

    public void Write(Utf8JsonWriter json, string name)
    {
        if (!IsPerPhase)
        {
            json.WriteNumber(name, A);
            return;
        }
        json.WriteStartArray(name);
        json.WriteNumberValue(A);
        json.WriteNumberValue(B);
        json.WriteNumberValue(C);
        json.WriteEndArray();
    }
}
