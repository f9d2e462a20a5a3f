using System.Text.Json;

namespace Platone.Grid.Formats.Pandapower;

/// <summary>A table in pandas' orientation "split": names of columns, an index, and rows.</summary>
internal sealed class DataFrame
{
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    private DataFrame(string file, string name) => (File, Name) = (file, name);

    public string File { get; }

    public string Name { get; }

    public IReadOnlyList<DataRow> Rows { get; private init; } = [];

    public static DataFrame Empty(string file, string name) => new(file, name);

    public static DataFrame Of(string file, string name, JsonElement split)
    {
        var columns = List(file, name, split, "columns");
        var index = List(file, name, split, "index");
        var data = List(file, name, split, "data");
        if (index.Length != data.Length) throw new GridFormatException(file, name, $"{data.Length} rows and {index.Length} in the index");
        if (data.Length > GridLimits.MaxObjects) throw new GridFormatException(file, name, $"{data.Length} rows, expected at most {GridLimits.MaxObjects}");

        var rows = new DataRow[data.Length];
        var frame = new DataFrame(file, name) { Rows = rows };
        for (var i = 0; i < columns.Length; i++)
            if (columns[i].ValueKind == JsonValueKind.String && JsonText.Of(columns[i], file, name) is var column && !frame._columns.TryAdd(column, i))
                throw new GridFormatException(file, name, $"the column '{column}' twice");

        for (var i = 0; i < rows.Length; i++)
        {
            if (data[i].ValueKind != JsonValueKind.Array || data[i].GetArrayLength() != columns.Length)
                throw new GridFormatException(file, $"{name}, row {i + 1}", $"not a list of {columns.Length} values");
            if (index[i].ValueKind != JsonValueKind.Number || !index[i].TryGetInt64(out var number))
                throw new GridFormatException(file, $"{name}, row {i + 1}", "an index that is no whole number");

            rows[i] = new(frame, number, [.. data[i].EnumerateArray()]);
        }
        return frame;
    }

    public bool Has(string column) => _columns.ContainsKey(column);

    public int Column(string name) => _columns.GetValueOrDefault(name, -1);

    private static JsonElement[] List(string file, string name, JsonElement split, string member) =>
        split.ValueKind == JsonValueKind.Object && JsonText.Member(split, member, file) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray()]
            : throw new GridFormatException(file, name, $"no list '{member}', expected a table with columns, index and data");
}
