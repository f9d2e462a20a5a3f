using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platone.Bench.Report;

/// <summary>One JSON document on standard output; names in snake case, so that their units can be read.</summary>
static class BenchJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void Write<T>(T document) => Console.WriteLine(JsonSerializer.Serialize(document, Options));
}
