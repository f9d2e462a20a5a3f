using System.Text;
using System.Text.Json;
using Platone.Grid.Formats.Pandapower;

namespace Platone.Grid.Tests.Pandapower;

/// <summary>Small nets written in tests.</summary>
static class PandapowerText
{
    public static PandapowerNet Net(params (string Name, string Columns, string[] Rows)[] tables) => Read(Text(tables));

    public static PandapowerNet Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return PandapowerReader.Read(stream, "net.json");
    }

    /// <param name="tables">Columns apart by blanks; rows in JSON without brackets. The index counts from 0.</param>
    public static string Text(params (string Name, string Columns, string[] Rows)[] tables)
    {
        var members = tables.Select(static table =>
        {
            var columns = string.Join(',', table.Columns.Split(' ').Select(static column => $"\"{column}\""));
            var (index, data) = (string.Join(',', Enumerable.Range(0, table.Rows.Length)), string.Join(',', table.Rows.Select(static row => $"[{row}]")));
            var split = $$"""{"columns":[{{columns}}],"index":[{{index}}],"data":[{{data}}]}""";
            return $$"""  "{{table.Name}}": {"_class": "DataFrame", "orient": "split", "_object": "{{JsonEncodedText.Encode(split)}}"}  """;
        });
        return $$"""{"_class": "pandapowerNet", "_object": {"f_hz": 50.0, "sn_mva": 1.0, {{string.Join(",", members)}} } }""";
    }
}
