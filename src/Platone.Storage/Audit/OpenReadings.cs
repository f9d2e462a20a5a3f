namespace Platone.Storage.Audit;

/// <summary>The readings that no batch on the chain holds: waiting, overdue, or of no batch at all.</summary>
/// <param name="onChain">The number of the chain's last batch.</param>
sealed class OpenReadings(Database database, AuditState state, ulong onChain, long nowSeconds)
{
    // Each by an index of its own: one condition for both would go through the whole table.
    private static readonly string[] IsOpen =
    [
        "r.batch IS NULL AND $1 IS NOT NULL",
        "r.batch > $1 AND EXISTS (SELECT 1 FROM batch b WHERE b.number = r.batch)",
    ];

    private static readonly string[] IsOfNoBatch =
    [
        "r.batch < 1 AND $1 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.number = r.batch)",
        "r.batch > $1 AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.number = r.batch)",
    ];

    public long CountAll() => Count("SELECT count(*) FROM reading");

    public ulong CountBatches() => (ulong)Count("SELECT count(*) FROM batch");

    /// <summary>Those within the time that their receipts promise.</summary>
    public long CountWaiting() => IsOpen.Sum(
        condition => Count($"SELECT count(*) FROM reading r WHERE {condition} AND r.certify_by >= $2", (long)onChain, nowSeconds));

    public void NameThoseOfNoBatch(CancellationToken cancellationToken)
    {
        using var causes = new Causes(database, state);
        ForEach(
            IsOfNoBatch,
            "",
            row =>
            {
                const string Detail = "the store and the chain have no such batch";
                Name(row, causes.OfStray(causes.Find(row.Id), Detail) ?? Of(AuditFindingKind.Inserted, row, Detail));
            },
            cancellationToken);
    }

    /// <summary>Rows that no batch could be made of, because somebody wrote into them before they were certified, and rows that were slipped in.</summary>
    public void NameDamaged(CancellationToken cancellationToken)
    {
        using var causes = new Causes(database, state);
        ForEach(
            IsOpen,
            "",
            row =>
            {
                if (row.Fault is { } fault)
                {
                    Name(row, Of(AuditFindingKind.Changed, row, fault));
                    // Its number is there, whatever else it says.
                    state.Run(
                        "INSERT OR IGNORE INTO place (batch, position, leaf, stream, sequence, settled) VALUES (-1, $1, zeroblob(32), $2, $3, 1)",
                        row.Id, row.Stream.Text, (long)row.Sequence);
                }
                else if (row.Sequence >= (ulong)row.Stream.Next || row.Sequence == 0)
                {
                    var detail = $"the stream counted up to {row.Stream.Next - 1}, this is number {row.Sequence}";
                    Name(row, causes.OfStray(row, detail) ?? Of(AuditFindingKind.Inserted, row, detail));
                }
            },
            cancellationToken);
    }

    public void NameOverdue(CancellationToken cancellationToken) => ForEach(
        IsOpen, " AND r.certify_by < $2",
        row => Name(row, Of(AuditFindingKind.Overdue, row, "not on the chain by the time that its receipt promised")), cancellationToken);

    private void Name(AuditedRow row, AuditFinding finding)
    {
        state.Add(finding);
        BatchAudit.Suspect(state, row, null, holds: false, settled: true);
    }

    private static AuditFinding Of(AuditFindingKind kind, AuditedRow row, string detail) => new(
        kind, detail, row.Batch is > 0 and var batch ? (ulong)batch : null, row.Id, row.Stream.Text, row.Sequence);

    /// <param name="act">Told each row that no finding names yet.</param>
    private void ForEach(string[] conditions, string and, Action<AuditedRow> act, CancellationToken cancellationToken)
    {
        foreach (var condition in conditions)
        {
            var order = condition.StartsWith("r.batch IS NULL", StringComparison.Ordinal) ? "r.late, r.id" : "r.batch, r.position, r.id";
            ForEach($"{condition}{and} AND $2 IS NOT NULL ORDER BY {order}", act, cancellationToken);
        }
    }

    private void ForEach(string condition, Action<AuditedRow> act, CancellationToken cancellationToken)
    {
        var streams = new AuditedStreams();
        using var lookUp = database.OpenReader();
        using var connection = database.OpenReader();
        using var command = connection.Command($"{AuditedRow.SelectReadings} WHERE {condition}", (long)onChain, nowSeconds);
        using var reader = command.ExecuteReader();
        var columns = database.Columns(reader);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = AuditedRow.ParseWholeReading(columns, streams, lookUp);
            if (state.Read("SELECT 1 FROM suspect WHERE source=0 AND id=$1", _ => true, row.Id).Count == 0) act(row);
        }
    }

    private long Count(string sql, params ReadOnlySpan<object?> values)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(sql, values);
        return (long)command.ExecuteScalar()!;
    }
}
