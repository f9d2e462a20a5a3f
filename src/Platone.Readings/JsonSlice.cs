using System.Text.Json;

namespace Platone.Readings;

/// <summary>A JSON value inside a payload: its first token's type, its first byte and its length in bytes. The default stands for an absent member.</summary>
readonly record struct JsonSlice(JsonTokenType Type, int Start, int Length)
{
    public bool Exists => Type != JsonTokenType.None;
}
