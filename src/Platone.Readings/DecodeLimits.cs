namespace Platone.Readings;

/// <summary>What one message may cost. Everything the decoder allocates or walks is bounded by these.</summary>
/// <param name="MaxPayloadBytes">Longest payload, in bytes, a byte-order mark included.</param>
/// <param name="MaxReadings">Most readings in one message.</param>
/// <param name="MaxDepth">Deepest nesting of JSON values or XML elements.</param>
public sealed record DecodeLimits(int MaxPayloadBytes = 1_048_576, int MaxReadings = 10_000, int MaxDepth = 16)
{
    public static DecodeLimits Default { get; } = new();
}
