using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platone.Cli.Output;

/// <summary>One JSON document on standard output: camel case, enumerations by name.</summary>
static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions SnakeCase = new(Options) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Into a document that is written piece by piece.</summary>
    public static void Write<T>(Utf8JsonWriter writer, T part) => JsonSerializer.Serialize(writer, part, Options);

    public static void Write<T>(T document) => Console.WriteLine(JsonSerializer.Serialize(document, Options));

    /// <summary>Names in snake case, as those who work with grids write them: <c>vm_pu</c>.</summary>
    public static void WriteSnakeCase<T>(T document) => Console.WriteLine(JsonSerializer.Serialize(document, SnakeCase));
}
