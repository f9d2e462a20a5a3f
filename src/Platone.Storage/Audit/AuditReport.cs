namespace Platone.Storage.Audit;

/// <summary>What an audit found. No findings: every certified reading is what the chain vouches for.</summary>
/// <param name="Readings">How many readings the store has.</param>
/// <param name="Certified">How many of them the chain vouches for.</param>
/// <param name="Waiting">How many wait for their batch or its transaction, within the time that their receipts promise.</param>
public sealed record AuditReport(long Readings, long Certified, long Waiting, ulong Batches, IReadOnlyList<AuditFinding> Findings);

/// <summary>One thing that is not as it should be.</summary>
/// <param name="Stream">As in the view <c>readings</c>: provider and stream.</param>
public sealed record AuditFinding(
    AuditFindingKind Kind, string Detail, ulong? Batch = null, long? Reading = null, string? Stream = null, ulong? Sequence = null);

public enum AuditFindingKind
{
    /// <summary>A reading is not what was certified, or cannot be certified because of what was written into its row.</summary>
    Changed,

    /// <summary>A certified reading is not in the store any more.</summary>
    Missing,

    /// <summary>A stream's numbers jump.</summary>
    Gap,

    /// <summary>A reading is past the time that its receipt promised.</summary>
    Overdue,

    /// <summary>A reading claims a batch or a position that has no room for it.</summary>
    Inserted,

    /// <summary>A batch is not what the chain has, or is not there.</summary>
    Batch,
}
