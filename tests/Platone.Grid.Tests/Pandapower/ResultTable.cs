using System.Text.Json;

namespace Platone.Grid.Tests.Pandapower;

/// <summary>A table of results in a net's file, read without the code under test.</summary>
sealed class ResultTable
{
    private readonly JsonElement[][] _rows;
    private readonly string[] _columns;

    public ResultTable(string path, string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        using var table = JsonDocument.Parse(document.RootElement.GetProperty("_object").GetProperty(name).GetProperty("_object").GetString()!);
        _columns = [.. table.RootElement.GetProperty("columns").EnumerateArray().Select(static column => column.GetString()!)];
        _rows = [.. table.RootElement.GetProperty("data").EnumerateArray().Select(static row => row.Clone().EnumerateArray().ToArray())];
        Index = [.. table.RootElement.GetProperty("index").EnumerateArray().Select(static index => index.GetInt64())];
    }

    public long[] Index { get; }

    public int Count => _rows.Length;

    /// <summary>NaN where the table has nothing.</summary>
    public double this[int row, string column] =>
        Array.IndexOf(_columns, column) is var place and >= 0 && _rows[row][place] is { ValueKind: JsonValueKind.Number } value
            ? value.GetDouble()
            : double.NaN;
}
