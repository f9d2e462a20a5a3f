using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platone.Certification;

/// <summary>How proof files are read and written: a member that is unknown, missing or there twice is an error.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ProofFile))]
[JsonSerializable(typeof(RangeProofFile))]
[JsonSerializable(typeof(RangeSegment))]
[JsonSerializable(typeof(UsageProofFile))]
sealed partial class ProofJson : JsonSerializerContext;

/// <summary>What a revision replaces: a number where it is there, for a null would be a second way to say that it is missing.</summary>
sealed class ReplacedNumber : JsonConverter<ulong?>
{
    public override bool HandleNull => true;

    public override ulong? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out var number)
            ? number
            : throw new JsonException($"replaces: found {reader.TokenType}, expected a number from 0 to {ulong.MaxValue}, or no such member");

    public override void Write(Utf8JsonWriter writer, ulong? value, JsonSerializerOptions options) => writer.WriteNumberValue(value!.Value);
}

/// <summary>The readings of a batch where some are shown: as above, a null would be a second way to say that there are none.</summary>
sealed class ShownSegment : JsonConverter<RangeSegment?>
{
    public override bool HandleNull => true;

    public override RangeSegment? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, ProofJson.Default.RangeSegment)
            ?? throw new JsonException("segment: found null, expected an object, or no such member");

    public override void Write(Utf8JsonWriter writer, RangeSegment? value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value!, ProofJson.Default.RangeSegment);
}

/// <summary>A device's signature: a text where it is there, for the same reason.</summary>
sealed class ShownSignature : JsonConverter<string>
{
    public override bool HandleNull => true;

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : throw new JsonException($"signature: found {reader.TokenType}, expected a text, or no such member");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>Lists of trie nodes, at least one list where they are there.</summary>
sealed class DeviceNodes : JsonConverter<IReadOnlyList<IReadOnlyList<string>>>
{
    public override bool HandleNull => true;

    public override IReadOnlyList<IReadOnlyList<string>> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadList(ref reader, ReadNodes) is { Count: > 0 } lists
            ? lists
            : throw new JsonException("devices: found no list, expected one for each key that signed, or no such member");

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<IReadOnlyList<string>> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var nodes in value)
        {
            writer.WriteStartArray();
            foreach (var node in nodes) writer.WriteStringValue(node);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private delegate T Item<T>(ref Utf8JsonReader reader);

    private static List<string> ReadNodes(ref Utf8JsonReader reader) => ReadList(ref reader, ReadNode);

    private static string ReadNode(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException($"devices: found {reader.TokenType}, expected a text");

    private static List<T> ReadList<T>(ref Utf8JsonReader reader, Item<T> item)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException($"devices: found {reader.TokenType}, expected a list");

        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(item(ref reader));
        return items;
    }
}
