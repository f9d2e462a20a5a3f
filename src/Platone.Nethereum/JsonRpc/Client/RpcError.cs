using System.Buffers;
using System.Text.Json;

namespace Nethereum.JsonRpc.Client;

/// <summary>What a node says instead of a result.</summary>
public class RpcError(int code, string message, object data = null)
{
    static readonly SearchValues<char> HexadecimalDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public int Code { get; } = code;

    public string Message { get; } = message;

    /// <summary>What nodes add: hexadecimal text with the reverted call's data, or an object around it.</summary>
    public object Data { get; } = data;

    public string GetDataAsString() => Data?.ToString();

    /// <summary>The reverted call's data, as the nodes in use place them; null where there are none.</summary>
    internal string FindRevertData() => Data switch
    {
        string text => AsRevertData(text),
        JsonElement { ValueKind: JsonValueKind.String } text => AsRevertData(text.GetString()),
        // Hardhat writes { "message": ..., "data": "0x..." }, others { "result": "0x..." }.
        JsonElement { ValueKind: JsonValueKind.Object } wrapper => FindMember(wrapper, "data") ?? FindMember(wrapper, "result"),
        _ => null,
    };

    static string FindMember(JsonElement wrapper, string name) =>
        wrapper.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? AsRevertData(member.GetString()) : null;

    static string AsRevertData(string text)
    {
        if (!text.StartsWith("0x", StringComparison.Ordinal) || text.Length % 2 != 0 || text.Length < 10) return null;

        return text.AsSpan(2).ContainsAnyExcept(HexadecimalDigits) ? null : text;
    }
}
