using System.Globalization;
using Platone.Storage.Audit;

namespace Platone.Storage.Tests.Audit;

/// <summary>Rows that nobody ever accepted.</summary>
public abstract class InsertedReadingTests<TStore> : AuditedStore<TStore>
    where TStore : StoreUnderTest, new()
{
    [Theory]
    [InlineData("(SELECT min(position) FROM reading WHERE batch=2)", "200")]
    [InlineData("(SELECT max(position) FROM reading WHERE batch=2)", "-1")]
    [InlineData("7", "200")]
    [InlineData("-1", "200")]
    [InlineData("NULL", "200")]
    [InlineData("9000000000", "200")]
    public async Task An_inserted_reading_is_named_and_not_the_one_whose_place_it_takes(string position, string id)
    {
        Store.Tamper(
            $"""
            INSERT INTO reading (id, stream, sequence, time, value, unit, quality, raw_part, raw_offset, salt, message, certify_by, batch, position)
            SELECT {id}, stream, 100, time, '5', unit, quality, raw_part, raw_offset, x'{new string('7', 64)}', message, certify_by, 2, {position}
            FROM reading WHERE id=8
            """);

        await AssertFoundAsync(Named(AuditFindingKind.Inserted, long.Parse(id, CultureInfo.InvariantCulture), batch: 2));
    }

    [Fact]
    public async Task An_inserted_reading_that_claims_a_batch_that_never_was_is_named()
    {
        Store.Tamper(
            $"""
            INSERT INTO reading (id, stream, sequence, time, value, unit, quality, raw_part, raw_offset, salt, message, certify_by, batch, position)
            SELECT 200, stream, 100, time, '5', unit, quality, raw_part, raw_offset, x'{new string('7', 64)}', message, certify_by, 44, 0
            FROM reading WHERE id=8
            """);

        await AssertFoundAsync(Named(AuditFindingKind.Inserted, 200, batch: 44));
    }

    [Fact]
    public async Task A_copy_slipped_in_among_the_waiting_is_named()
    {
        var stream = Named(AuditFindingKind.Gap, 20, batch: null).Stream;
        Store.Tamper(
            """
            INSERT INTO reading (id, stream, sequence, time, value, unit, quality, raw_part, raw_offset, salt, message, certify_by)
            SELECT 200, stream, sequence + 1, time, '5', unit, quality, raw_part, raw_offset, salt, message, certify_by FROM reading WHERE id=20
            """);

        var finding = Assert.Single((await AuditAsync()).Findings);
        Assert.Equal((AuditFindingKind.Duplicate, stream, 200, 20), (finding.Kind, finding.Stream, finding.Reading, finding.Other));
        Assert.Contains("the stream counted up to 8, this is number 9", finding.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(13)]
    public async Task A_deleted_reading_and_a_copy_of_another_in_its_place_are_two_findings(long id)
    {
        var missing = Named(AuditFindingKind.Missing, id, batch: id == 5 ? 1UL : 2UL) with { Reading = null };
        var place = Store.Scalar("SELECT position FROM reading WHERE id=$1", id);
        Store.Tamper("DELETE FROM reading WHERE id=$1", id);
        Store.Tamper(
            """
            INSERT INTO reading (id, stream, sequence, time, value, unit, quality, raw_part, raw_offset, salt, message, certify_by, batch, position)
            SELECT 200, stream, 100, time, value, unit, quality, raw_part, raw_offset, salt, message, certify_by, $1, $2 FROM reading WHERE id=16
            """,
            (long)missing.Batch!, place);

        await AssertFoundAsync(missing, Named(AuditFindingKind.Duplicate, 200, missing.Batch) with { Other = 16 });
    }
}

public sealed class InsertedReadingOnSqliteTests : InsertedReadingTests<SqliteStore>;

public sealed class InsertedReadingOnPostgresTests : InsertedReadingTests<PostgresStore>;
