using Platone.Storage.Audit;

namespace Platone.Storage.Tests.Audit;

/// <summary>Readings that are not there any more, and gaps in the numbers that a device counts.</summary>
public abstract class MissingReadingTests<TStore> : AuditedStore<TStore>
    where TStore : StoreUnderTest, new()
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(10, 2)]
    [InlineData(13, 2)]
    [InlineData(19, 3)]
    public async Task A_deleted_reading_is_named_by_stream_and_number(long id, ulong batch)
    {
        var expected = Named(AuditFindingKind.Missing, id, batch) with { Reading = null };
        Store.Tamper("DELETE FROM reading WHERE id=$1", id);

        var report = await AssertFoundAsync(expected);
        Assert.Equal((21, 18, 3), (report.Readings, report.Certified, report.Waiting));
    }

    [Fact]
    public async Task A_whole_deleted_stream_is_named_reading_by_reading()
    {
        AuditFinding[] expected = [.. BrunosCertified().Select(item => Named(AuditFindingKind.Missing, item.Id, item.Batch) with { Reading = null })];
        Store.Tamper("DELETE FROM reading WHERE stream=(SELECT stream FROM reading WHERE id=3) AND batch IS NOT NULL");

        await AssertFoundAsync(expected);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(22)]
    public async Task A_reading_that_vanished_while_it_waited_is_a_gap(long id)
    {
        var waiting = Named(AuditFindingKind.Gap, id, batch: null);
        Store.Tamper("DELETE FROM reading WHERE id=$1", id);

        var finding = Assert.Single((await AuditAsync()).Findings);
        Assert.Equal((AuditFindingKind.Gap, waiting.Stream, waiting.Sequence + 1), (finding.Kind, finding.Stream, finding.Sequence));
    }

    [Fact]
    public async Task A_jump_that_the_device_made_itself_is_named_once()
    {
        foreach (var (second, number) in new[] { (10, 1UL), (11, 2UL), (12, 9UL) })
            await Store.AcceptAsync(Given.Message(Given.Anna, "LN-7", number, second, ("frequency", "Hz", "50")));
        await Chain.CloseBatchAsync();

        var finding = Assert.Single((await AuditAsync()).Findings);

        Assert.Equal(new AuditFinding(AuditFindingKind.Gap, "9 follows 2", Stream: $"{Given.Anna}/LN-7/-/frequency/ABC", Sequence: 9), finding);
    }

    [Fact]
    public async Task Where_a_device_jumps_a_missing_reading_is_named_as_far_as_its_number_is_certain()
    {
        foreach (var (second, number) in new[] { (10, 1UL), (11, 2UL), (12, 3UL), (13, 20UL), (14, 30UL) })
            await Store.AcceptAsync(Given.Message(Given.Anna, "LN-7", number, second, ("frequency", "Hz", "50")));
        await Chain.CloseBatchAsync();
        var stream = $"{Given.Anna}/LN-7/-/frequency/ABC";

        // 2 lies between 1 and 3; what was between 3 and 30 only the device knows; 30 stands in the index.
        Store.Tamper($"DELETE FROM reading WHERE sequence IN (2, 20, 30) AND stream=(SELECT id FROM stream WHERE name='LN-7/-/frequency/ABC')");

        Assert.Equal(
            [
                new AuditFinding(AuditFindingKind.Missing, "", 4, null, stream, 2), new AuditFinding(AuditFindingKind.Missing, "", 4, null, stream, null),
                new AuditFinding(AuditFindingKind.Missing, "", 4, null, stream, 30), new AuditFinding(AuditFindingKind.Gap, "", null, null, stream, 30),
            ],
            (await AuditAsync()).Findings.Select(WithoutDetail));
    }
}

public sealed class MissingReadingOnSqliteTests : MissingReadingTests<SqliteStore>;

public sealed class MissingReadingOnPostgresTests : MissingReadingTests<PostgresStore>;
