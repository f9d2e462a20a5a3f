using Platone.Storage.Audit;

namespace Platone.Storage.Tests.Audit;

/// <summary>What a reading says that it replaces.</summary>
public abstract class RevisionTests<TStore> : AuditedStore<TStore>
    where TStore : StoreUnderTest, new()
{
    [Theory]
    [InlineData(13, "replaces=NULL")]
    [InlineData(13, "replaces=2")]
    [InlineData(13, "replaces=1.5")]
    [InlineData(13, "value='998'")]
    [InlineData(8, "replaces=1")]
    [InlineData(8, "replaces=0")]
    public async Task A_revision_that_was_changed_or_made_of_a_reading_is_named(long id, string change)
    {
        Store.Tamper($"UPDATE reading SET {change} WHERE id={id}");
        var expected = Named(AuditFindingKind.Revision, id, batch: 2);

        await AssertFoundAsync(expected);
    }

    [Fact]
    public async Task An_invented_revision_is_named()
    {
        Store.Tamper(
            $"""
            INSERT INTO reading (id, stream, sequence, time, value, unit, quality, replaces, raw_part, raw_offset, salt, message, certify_by, batch, position)
            SELECT 200, stream, 100, time, '5', unit, quality, sequence, raw_part, raw_offset, x'{new string('7', 64)}', message, certify_by, 2, 3
            FROM reading WHERE id=8
            """);

        var report = await AssertFoundAsync(Named(AuditFindingKind.Revision, 200, batch: 2));
        Assert.Equal((8L, "232"), (report.Findings[0].Replaces!.Reading!.Value, report.Findings[0].Replaces!.Value));
    }

    [Fact]
    public async Task A_revision_of_a_number_that_has_another_time_or_is_not_there_is_named_though_it_is_certified()
    {
        await AcceptSecondsAsync(7);
        // Before they are certified: as an access layer that lies.
        Store.Tamper("UPDATE reading SET replaces=1 WHERE id=20");
        Store.Tamper("UPDATE reading SET replaces=77 WHERE id=22");
        await Chain.CloseBatchAsync();

        var report = await AssertFoundAsync(Named(AuditFindingKind.Revision, 20, batch: 4), Named(AuditFindingKind.Revision, 22, batch: 4));
        Assert.Contains("number 1, which is of another time", report.Findings[0].Detail, StringComparison.Ordinal);
        Assert.Contains("number 77, which the stream does not have", report.Findings[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_of_a_deleted_reading_is_not_named_beside_it()
    {
        var missing = Named(AuditFindingKind.Missing, 1, batch: 1) with { Reading = null };
        Store.Tamper("DELETE FROM reading WHERE id=1");

        await AssertFoundAsync(missing);
    }
}

public sealed class RevisionOnSqliteTests : RevisionTests<SqliteStore>;

public sealed class RevisionOnPostgresTests : RevisionTests<PostgresStore>;
