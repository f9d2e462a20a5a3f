using Platone.Cryptography;
using Platone.Storage.Audit;

namespace Platone.Storage.Tests.Audit;

/// <summary>Batches that were changed or deleted, and what the chain has of them.</summary>
public abstract class BatchTests<TStore> : AuditedStore<TStore>
    where TStore : StoreUnderTest, new()
{
    [Theory]
    [InlineData("record=randomblob(320)")]
    [InlineData("record=x''")]
    [InlineData("record='text'")]
    [InlineData("record=(SELECT record FROM batch WHERE number=1)")]
    [InlineData("leaves=x''")]
    [InlineData("leaves=leaves || x'00'")]
    [InlineData("leaves=leaves || randomblob(32)")]
    [InlineData("leaves=randomblob(length(leaves))")]
    [InlineData("leaves=substr(leaves, 33)")]
    [InlineData("leaves=substr(leaves, 33, 32) || substr(leaves, 1, 32) || substr(leaves, 65)")]
    [InlineData("entries=x''")]
    [InlineData("entries=entries || x'00'")]
    [InlineData("entries=randomblob(length(entries))")]
    [InlineData("entries=substr(entries, 193)")]
    [InlineData("entries=entries || substr(entries, 1, 192)")]
    [InlineData("block_hash='x'")]
    public async Task A_changed_batch_is_named_and_none_of_its_readings(string change)
    {
        foreach (var number in new[] { 2, 3 })
        {
            Store.Tamper("CREATE TABLE IF NOT EXISTS saved AS SELECT * FROM batch");
            Store.Tamper($"UPDATE batch SET {change} WHERE number={number}");
            await AssertFoundAsync(new AuditFinding(AuditFindingKind.Batch, "", (ulong)number));
            Store.Tamper("DELETE FROM batch");
            Store.Tamper("INSERT INTO batch SELECT * FROM saved");
        }

        Assert.Empty((await AuditAsync()).Findings);
    }

    [Theory]
    [InlineData("block_number=NULL, block_hash=NULL")]
    [InlineData("block_number=9999999")]
    public async Task What_the_store_says_of_the_chain_does_not_count(string change)
    {
        Store.Tamper($"UPDATE batch SET {change}");

        Assert.Empty((await AuditAsync()).Findings);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_deleted_batch_is_named_and_none_of_its_readings(int number)
    {
        Store.Tamper($"DELETE FROM batch WHERE number={number}");
        Time.Advance(TimeSpan.FromSeconds(5));

        await AssertFoundAsync(new AuditFinding(AuditFindingKind.Batch, "", (ulong)number));
    }

    [Fact]
    public async Task Every_deleted_batch_at_the_end_is_named()
    {
        Store.Tamper("DELETE FROM batch WHERE number>=2; DELETE FROM reading WHERE batch>=2 OR batch IS NULL; UPDATE stream SET next_sequence=3");

        await AssertFoundAsync(new AuditFinding(AuditFindingKind.Batch, "", 2), new AuditFinding(AuditFindingKind.Batch, "", 3));
    }

    [Theory]
    [InlineData(5L)]
    [InlineData(long.MaxValue)]
    [InlineData(0L)]
    public async Task A_batch_that_the_chain_never_saw_is_named(long number)
    {
        Store.Tamper($"INSERT INTO batch SELECT {number}, record, leaves, entries, call, block_number, block_hash FROM batch WHERE number=3");

        await AssertFoundAsync(new AuditFinding(AuditFindingKind.Batch, "", (ulong)number));
    }

    [Fact]
    public async Task A_batch_on_its_way_waits_and_a_copy_of_another_in_its_place_does_not()
    {
        await Chain.CloseBatchAsync(onChain: false);
        var report = await AuditAsync();
        Assert.Empty(report.Findings);
        Assert.Equal((19, 3, 4UL), (report.Certified, report.Waiting, report.Batches));

        Store.Tamper("UPDATE batch SET record=(SELECT record FROM batch WHERE number=3) WHERE number=4");
        await AssertFoundAsync(new AuditFinding(AuditFindingKind.Batch, "", 4));
    }

    [Fact]
    public async Task A_batch_that_the_chain_has_and_the_follower_has_not_seen_is_certified()
    {
        await Chain.CloseBatchAsync(followed: false);

        var report = await AuditAsync();

        Assert.Empty(report.Findings);
        Assert.Equal((22, 0), (report.Certified, report.Waiting));
    }

    [Fact]
    public async Task A_batch_that_the_chain_lost_is_named()
    {
        var closed = await Chain.CloseBatchAsync();
        Func<Address, ulong, Task<Hash256>> forgetful = (certifier, number) =>
            number == closed.Record.Number ? Task.FromResult(Hash256.Zero) : Chain.RecordOfAsync(certifier, number);

        var finding = Assert.Single((await AuditAsync(new StoreAudit(Store.Database, forgetful, Time))).Findings);

        Assert.Equal((AuditFindingKind.Batch, closed.Record.Number), (finding.Kind, finding.Batch!.Value));
        Assert.Contains("the chain has no such batch", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_certifiers_chain_has_none_of_the_batches()
    {
        var report = await Audited.RunAsync(NewAudit(), AuditScope.Everything, Address.Zero);

        Assert.Equal([1UL, 2, 3], report.Findings.Select(finding => finding.Batch!.Value));
        Assert.Equal(0, report.Certified);
    }

    [Fact]
    public async Task Readings_past_their_promise_are_named_whether_in_a_batch_on_its_way_or_in_none()
    {
        await Chain.CloseBatchAsync(onChain: false);
        await AcceptSecondsAsync(7);
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty((await AuditAsync()).Findings);

        Time.Advance(TimeSpan.FromSeconds(1));

        var report = await AssertFoundAsync(
            [.. Enumerable.Range(20, 6).Select(id => Named(AuditFindingKind.Overdue, id, batch: id <= 22 ? 4UL : null))]);
        Assert.Equal((19, 0), (report.Certified, report.Waiting));
    }
}

public sealed class BatchOnSqliteTests : BatchTests<SqliteStore>;

public sealed class BatchOnPostgresTests : BatchTests<PostgresStore>;
