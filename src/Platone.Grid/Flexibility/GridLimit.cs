namespace Platone.Grid.Flexibility;

/// <summary>What a level of the tree of limits stands for.</summary>
public enum GridLimitKind
{
    /// <summary>All that is energised.</summary>
    System,

    /// <summary>The nodes of one zone of the file.</summary>
    Zone,

    /// <summary>What hangs on a transformer, or on several side by side.</summary>
    Transformer,

    /// <summary>What hangs on a line that leaves a bus-bar, or on several side by side.</summary>
    Feeder,
}

/// <summary>A part of the grid that is fed through one place, and what that place may still carry.</summary>
/// <param name="Id">The branch's own id, several joined by <c>+</c>; a zone's name; <c>system</c>.</param>
/// <param name="Parent">Place in the tree's list; -1 for the system.</param>
/// <param name="Nodes">Places in <see cref="Network.Nodes"/>: what is fed through it.</param>
/// <param name="DemandW">Active power that flows into it now; negative where it gives.</param>
/// <param name="RatingVA">Null where no limit is known.</param>
/// <param name="MoreDemandW">
/// By how much its demand may rise until the rating is reached at today's reactive power; null without a rating, 0 where it is exceeded.
/// </param>
/// <param name="LessDemandW">By how much its demand may fall, feeding back included.</param>
public sealed record GridLimit(
    string Id, GridLimitKind Kind, int Parent, IReadOnlyList<int> Nodes, double DemandW, double? RatingVA, double? MoreDemandW, double? LessDemandW);
