namespace Platone.Storage.Audit;

/// <summary>
/// What an audit came to; the findings themselves are in its <see cref="AuditState"/>. None: every certified record is what the chain
/// vouches for.
/// </summary>
/// <param name="Readings">How many readings the store has, or were looked at where only a part was.</param>
/// <param name="Certified">How many of them the chain vouches for.</param>
/// <param name="Erased">How many certified readings were erased, each with its tombstone.</param>
/// <param name="Waiting">How many wait for their batch or its transaction, within the time that their receipts promise.</param>
/// <param name="Found">How many findings there are.</param>
public sealed record AuditReport(long Readings, long Certified, long Erased, long Waiting, ulong Batches, long Found);
