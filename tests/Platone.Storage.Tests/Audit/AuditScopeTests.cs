using Platone.Storage.Audit;

namespace Platone.Storage.Tests.Audit;

/// <summary>An audit of some batches, or of one stream.</summary>
public abstract class AuditScopeTests<TStore> : AuditedStore<TStore>
    where TStore : StoreUnderTest, new()
{
    [Fact]
    public async Task A_range_of_batches_is_looked_at_and_no_other()
    {
        Store.Tamper("UPDATE reading SET value='77' WHERE id IN (1, 8, 14)");

        var audit = NewAudit();
        Assert.Equal([8L], (await Audited.RunAsync(audit, new(From: 2, To: 2))).Findings.Select(finding => finding.Reading!.Value));
        Assert.Equal([8L, 14], (await Audited.RunAsync(audit, new(From: 2))).Findings.Select(finding => finding.Reading!.Value));
        Assert.Equal([1L], (await Audited.RunAsync(audit, new(To: 1))).Findings.Select(finding => finding.Reading!.Value));
    }

    [Fact]
    public async Task One_stream_is_looked_at_and_no_other()
    {
        var missing = Named(AuditFindingKind.Missing, 9, batch: 2) with { Reading = null };
        Store.Tamper("UPDATE reading SET value='77' WHERE id IN (1, 8, 14)");
        Store.Tamper("DELETE FROM reading WHERE id=9");
        var audit = NewAudit();

        var bruno = await Audited.RunAsync(audit, new(Stream: (Given.Bruno, Given.Stream("LN-2", "activepower"))));
        var voltage = await Audited.RunAsync(audit, new(Stream: (Given.Anna, Given.Stream("LN-1", "voltmagnitude"))));

        Assert.Equal([missing], bruno.Findings.Select(WithoutDetail));
        Assert.Equal([8L], voltage.Findings.Select(finding => finding.Reading!.Value));
        Assert.Equal(5, bruno.Certified);
    }
}

public sealed class AuditScopeOnSqliteTests : AuditScopeTests<SqliteStore>;

public sealed class AuditScopeOnPostgresTests : AuditScopeTests<PostgresStore>;
