namespace Platone.Grid;

/// <summary>A connection without impedance: switch, breaker, disconnector, bus coupler. Closed, it makes one bus of its nodes.</summary>
/// <param name="From">Place of the node in <see cref="Network.Nodes"/>.</param>
public sealed record Link(string Id, string Name, int From, int To, bool FromClosed, bool ToClosed)
{
    public bool IsClosed => FromClosed && ToClosed;
}
