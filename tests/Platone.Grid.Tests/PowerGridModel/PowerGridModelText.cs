using System.Text;
using Platone.Grid.Formats.PowerGridModel;

namespace Platone.Grid.Tests.PowerGridModel;

/// <summary>Small datasets written in tests.</summary>
static class PowerGridModelText
{
    public const string TwoNodes = """
        "node": [{"id": 1, "u_rated": 10000}, {"id": 2, "u_rated": 10000}], "source": [{"id": 3, "node": 1, "status": 1, "u_ref": 1.0}]
        """;

    /// <param name="data">The members of the data section.</param>
    public static PowerGridModelInput Input(string data, string attributes = "{}") => ReadInput(Dataset("input", false, "{" + data + "}", attributes));

    /// <param name="scenarios">A list of scenarios.</param>
    public static PowerGridModelUpdate Update(string scenarios, string attributes = "{}")
    {
        using var stream = Stream(Dataset("update", true, scenarios, attributes));
        return PowerGridModelReader.ReadUpdate(stream, "update.json");
    }

    public static PowerGridModelInput ReadInput(string text)
    {
        using var stream = Stream(text);
        return PowerGridModelReader.ReadInput(stream, "input.json");
    }

    public static string Dataset(string type, bool isBatch, string data, string attributes = "{}") =>
        $$"""{"version": "1.0", "type": "{{type}}", "is_batch": {{(isBatch ? "true" : "false")}}, "attributes": {{attributes}}, "data": {{data}}}""";

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
