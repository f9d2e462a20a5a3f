namespace Platone.Storage.Audit;

/// <summary>The readings that no batch on the chain holds: waiting, overdue, or of no batch at all.</summary>
/// <param name="onChain">The number of the chain's last batch.</param>
sealed class OpenReadings(Database database, ulong onChain, long nowSeconds)
{
    // After a long outage every reading would be one; the first ones tell enough.
    private const int MaxNamed = 1000;

    private const string IsOpen = "(r.batch IS NULL OR (r.batch > $1 AND EXISTS (SELECT 1 FROM batch b WHERE b.number = r.batch)))";

    public long CountAll() => Count("SELECT count(*) FROM reading");

    /// <summary>Those within the time that their receipts promise.</summary>
    public long CountWaiting() => Count($"SELECT count(*) FROM reading r WHERE {IsOpen} AND r.certify_by >= $2", (long)onChain, nowSeconds);

    public void NameThoseOfNoBatch(AuditEvidence evidence) => Name(
        evidence, AuditFindingKind.Inserted, "the store and the chain have no such batch",
        "(r.batch < 1 OR r.batch > $1) AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.number = r.batch) AND $2 IS NOT NULL");

    /// <summary>Rows that no batch could be made of: somebody wrote into them before they were certified.</summary>
    public void NameDamaged(AuditEvidence evidence)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command($"{AuditedRow.Select(database)} WHERE {IsOpen} ORDER BY r.id", (long)onChain);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (AuditedRow.Parse(reader) is not { Fault: { } fault } row) continue;

            evidence.Blame(AuditFindingKind.Changed, row, fault);
            evidence.Account(row.Stream, row.Sequence);
        }
    }

    public void NameOverdue(AuditEvidence evidence) =>
        Name(evidence, AuditFindingKind.Overdue, "not on the chain by the time that its receipt promised", $"{IsOpen} AND r.certify_by < $2");

    private void Name(AuditEvidence evidence, AuditFindingKind kind, string detail, string condition)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command($"{AuditedRow.Select(database)} WHERE {condition} ORDER BY r.id LIMIT {MaxNamed}", (long)onChain, nowSeconds);
        foreach (var row in command.Read(AuditedRow.Parse)) evidence.Blame(kind, row, detail);
    }

    private long Count(string sql, params ReadOnlySpan<object?> values)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(sql, values);
        return (long)command.ExecuteScalar()!;
    }
}
