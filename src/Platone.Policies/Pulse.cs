namespace Platone.Policies;

/// <summary>The chain's head and when it was last seen to advance.</summary>
/// <param name="Head">The newest head heard of.</param>
/// <param name="AdvancedAtMs">Monotonic milliseconds; null when no live feed has been heard yet.</param>
sealed record Pulse(ChainHead Head, long? AdvancedAtMs)
{
    /// <summary>A lower or equal number (a reorganisation, or a chain that stands still) is noted, but is no advance.</summary>
    public Pulse Next(ChainHead head, long monotonicNowMs) =>
        new(head, AdvancedAtMs is null || head.Block > Head.Block ? monotonicNowMs : AdvancedAtMs);
}
