using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nethereum.RPC.Eth.DTOs;

/// <summary>Topics are declared as objects and are texts.</summary>
sealed class TopicsJsonConverter : JsonConverter<object[]>
{
    public override object[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<string[]>(ref reader, options);

    public override void Write(Utf8JsonWriter writer, object[] value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, options);
}
