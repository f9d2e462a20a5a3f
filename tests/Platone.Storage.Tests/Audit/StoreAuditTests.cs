using Platone.Cryptography;
using Platone.Storage.Audit;

namespace Platone.Storage.Tests.Audit;

/// <summary>What a whole audit says: of a clean store, of many changes at once, while it goes on, and when it is cancelled.</summary>
public abstract class StoreAuditTests<TStore> : AuditedStore<TStore>
    where TStore : StoreUnderTest, new()
{
    [Fact]
    public async Task A_clean_store_has_no_finding()
    {
        var report = await AuditAsync();

        Assert.Empty(report.Findings);
        Assert.Equal((22, 19, 3, 3UL), (report.Readings, report.Certified, report.Waiting, report.Batches));
    }

    [Fact]
    public async Task An_empty_store_has_no_finding()
    {
        using var empty = new TStore();

        var report = await AuditAsync(new StoreAudit(empty.Database, (_, _) => Task.FromResult(Hash256.Zero), Time));

        Assert.Empty(report.Findings);
        Assert.Equal((0, 0, 0, 0UL), (report.Readings, report.Certified, report.Waiting, report.Batches));
    }

    [Fact]
    public async Task A_second_audit_finds_the_same_as_the_first()
    {
        Store.Tamper("UPDATE reading SET value='1' WHERE id=8");
        var audit = NewAudit();

        var (first, second) = (await AuditAsync(audit), await AuditAsync(audit));

        Assert.Single(first.Findings);
        Assert.Equal(first.Findings, second.Findings);
    }

    [Fact]
    public async Task Many_changes_at_once_are_each_named()
    {
        AuditFinding[] expected =
        [
            Named(AuditFindingKind.Changed, 2, batch: 1), Named(AuditFindingKind.Missing, 5, batch: 1) with { Reading = null },
            new(AuditFindingKind.Batch, "", 2), Named(AuditFindingKind.Changed, 17, batch: 3), Named(AuditFindingKind.Missing, 18, batch: 3),
        ];
        Store.Tamper(
            """
            UPDATE reading SET value='1' WHERE id=2; DELETE FROM reading WHERE id=5; UPDATE batch SET leaves=x'' WHERE number=2;
            UPDATE reading SET unit='V' WHERE id=17; UPDATE reading SET batch=NULL WHERE id=18
            """);

        await AssertFoundAsync(expected);
    }

    [Fact]
    public async Task Progress_ends_with_all_batches()
    {
        var reports = new List<(ulong, ulong)>();
        using var state = AuditState.Temporary();
        await NewAudit().RunAsync(StoredChain.Certifier, AuditScope.Everything, state, new ImmediateProgress(reports.Add), CancellationToken.None);

        Assert.Equal([(1UL, 3UL), (2, 3), (3, 3)], reports);
    }

    [Fact]
    public async Task A_cancelled_audit_ends()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        using var state = AuditState.Temporary();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => NewAudit().RunAsync(StoredChain.Certifier, AuditScope.Everything, state, null, cancelled.Token));
    }
}

public sealed class StoreAuditOnSqliteTests : StoreAuditTests<SqliteStore>;

public sealed class StoreAuditOnPostgresTests : StoreAuditTests<PostgresStore>;
