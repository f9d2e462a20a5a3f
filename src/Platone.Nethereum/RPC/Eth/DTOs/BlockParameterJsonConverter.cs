using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nethereum.RPC.Eth.DTOs;

/// <summary>Only requests hold block parameters, so they are only written.</summary>
sealed class BlockParameterJsonConverter : JsonConverter<BlockParameter>
{
    public override BlockParameter Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("No answer of a node holds a block parameter.");

    public override void Write(Utf8JsonWriter writer, BlockParameter value, JsonSerializerOptions options) => writer.WriteStringValue(value.GetRPCParam());
}
