namespace Platone.Storage.Audit;

/// <summary>One thing that is not as it should be.</summary>
/// <param name="Reading">Its number in the store.</param>
/// <param name="Stream">As in the view <c>readings</c>: provider and stream.</param>
/// <param name="Other">The reading that it was exchanged with, or that it is a copy of.</param>
/// <param name="Record">For what is no reading, a tombstone: its number in the table <c>record</c>.</param>
/// <param name="Replaces">Of a revision: what it says it replaces.</param>
/// <param name="File">For proof files: the one that shows it.</param>
public sealed record AuditFinding(
    AuditFindingKind Kind, string Detail, ulong? Batch = null, long? Reading = null, string? Stream = null, ulong? Sequence = null, long? Other = null,
    long? Record = null, ReplacedReading? Replaces = null, string? File = null);

/// <summary>What a revision says it replaces, and what the store has there.</summary>
/// <param name="Reading">Null where the store has no such reading.</param>
/// <param name="Time">ISO 8601, UTC.</param>
public sealed record ReplacedReading(ulong Sequence, long? Reading = null, string? Time = null, string? Value = null, string? Unit = null);

public enum AuditFindingKind
{
    /// <summary>A reading is not what was certified, or cannot be certified because of what was written into its row.</summary>
    Changed,

    /// <summary>A certified reading is not in the store any more, or not at its place.</summary>
    Missing,

    /// <summary>A stream's numbers jump.</summary>
    Gap,

    /// <summary>A reading is past the time that its receipt promised.</summary>
    Overdue,

    /// <summary>A reading claims a batch, a position or a number that has no room for it.</summary>
    Inserted,

    /// <summary>A batch is not what the chain has, or is not there.</summary>
    Batch,

    /// <summary>Two readings have each other's place, number or values.</summary>
    Swapped,

    /// <summary>A row is a copy of another one.</summary>
    Duplicate,

    /// <summary>A revision was changed or invented, or replaces a number of its stream that is not there or has another time.</summary>
    Revision,

    /// <summary>What was certified is itself wrong: a batch's order, index, times, flags or the batch before it.</summary>
    Certifier,

    /// <summary>A proof file does not hold.</summary>
    Proof,

    /// <summary>Proof files show two different readings under one number.</summary>
    Conflict,
}
