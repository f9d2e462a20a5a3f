using Platone.Storage.Audit;

namespace Platone.Storage.Tests.Audit;

/// <summary>Certified readings that were changed, swapped or put elsewhere, by themselves or through their stream.</summary>
public abstract class ChangedReadingTests<TStore> : AuditedStore<TStore>
    where TStore : StoreUnderTest, new()
{
    [Theory]
    [InlineData("value='1'")]
    [InlineData("value=value || '0'")]
    [InlineData("value=value || '.0'")]
    [InlineData("value='+' || value")]
    [InlineData("value=x'31'")]
    [InlineData("value='NaN'")]
    [InlineData("value=''")]
    [InlineData("time=time+1")]
    [InlineData("time=-time")]
    [InlineData("time=time+0.5")]
    [InlineData("time='noon'")]
    [InlineData("unit='VA'")]
    [InlineData("unit='kW'")]
    [InlineData("unit=''")]
    [InlineData("quality=1")]
    [InlineData("quality=-1")]
    [InlineData("quality=70000")]
    [InlineData("quality=0.5")]
    [InlineData("salt=randomblob(32)")]
    [InlineData("salt=x'00'")]
    [InlineData("salt=5")]
    [InlineData("raw_part=x'7b7d'")]
    [InlineData("raw_part=x''")]
    [InlineData("raw_part=CAST(raw_part AS TEXT)")]
    public async Task A_changed_reading_is_named_and_no_other(string change)
    {
        var expected = Named(AuditFindingKind.Changed, 8, batch: 2);
        Store.Tamper($"UPDATE reading SET {change} WHERE id=8");

        await AssertFoundAsync(expected);
    }

    [Fact]
    public async Task Every_single_reading_is_named_when_it_is_the_one_that_changed()
    {
        for (var id = 1L; id <= 19; id++)
        {
            var expected = Named(id == 13 ? AuditFindingKind.Revision : AuditFindingKind.Changed, id, batch: id <= 6 ? 1UL : id <= 13 ? 2UL : 3UL);
            var value = Store.Scalar("SELECT value FROM reading WHERE id=$1", id);
            Store.Tamper("UPDATE reading SET value='77' WHERE id=$1", id);
            await AssertFoundAsync(expected);
            Store.Tamper("UPDATE reading SET value=$1 WHERE id=$2", value, id);
        }

        Assert.Empty((await AuditAsync()).Findings);
    }

    [Fact]
    public async Task Swapped_values_are_named_as_what_they_are()
    {
        var expected = Named(AuditFindingKind.Swapped, 4, batch: 1) with { Other = 10 };
        var (one, other) = (Store.Scalar("SELECT value FROM reading WHERE id=4"), Store.Scalar("SELECT value FROM reading WHERE id=10"));
        Store.Tamper("UPDATE reading SET value=CASE id WHEN 4 THEN $2 ELSE $1 END WHERE id IN (4, 10)", one, other);

        await AssertFoundAsync(expected);
    }

    [Fact]
    public async Task Swapped_positions_are_named_as_what_they_are()
    {
        var expected = Named(AuditFindingKind.Swapped, SmallerPosition(7, 9), batch: 2) with { Other = LargerPosition(7, 9) };
        var (one, other) = (Store.Scalar("SELECT position FROM reading WHERE id=7"), Store.Scalar("SELECT position FROM reading WHERE id=9"));
        Store.Tamper("UPDATE reading SET position=CASE id WHEN 7 THEN $2 ELSE $1 END WHERE id IN (7, 9)", one, other);

        await AssertFoundAsync(expected);
    }

    [Theory]
    [InlineData("batch=1")]
    [InlineData("batch=3")]
    [InlineData("batch=3, position=0")]
    [InlineData("batch=1, position=77")]
    [InlineData("batch=44")]
    [InlineData("batch=-1")]
    [InlineData("batch=NULL, position=NULL")]
    [InlineData("position=(SELECT position FROM reading WHERE id=9)")]
    [InlineData("position=NULL")]
    [InlineData("position=77")]
    public async Task A_reading_moved_from_its_place_is_missing_there_and_found_elsewhere(string move)
    {
        var expected = Named(AuditFindingKind.Missing, 8, batch: 2);
        Store.Tamper($"UPDATE reading SET {move} WHERE id=8");

        var report = await AssertFoundAsync(expected);
        Assert.Contains("the reading is now", report.Findings[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reading_with_another_number_is_changed_and_leaves_no_gap()
    {
        Store.Tamper("UPDATE reading SET sequence=50 WHERE id=10");

        await AssertFoundAsync(Named(AuditFindingKind.Changed, 10, batch: 2));
    }

    [Fact]
    public async Task A_reading_put_into_another_stream_is_changed_and_leaves_no_gap()
    {
        Store.Tamper("UPDATE reading SET stream=(SELECT stream FROM reading WHERE id=9), sequence=50 WHERE id=8");

        await AssertFoundAsync(Named(AuditFindingKind.Changed, 8, batch: 2));
    }

    [Theory]
    [InlineData("name='LN-9/-/activepower/ABC'")]
    [InlineData("provider=randomblob(20)")]
    public async Task A_renamed_stream_changes_each_of_its_certified_readings(string change)
    {
        Store.Tamper($"UPDATE stream SET {change} WHERE id=(SELECT stream FROM reading WHERE id=3)");

        await AssertFoundAsync([.. BrunosCertified().Select(item => Named(AuditFindingKind.Changed, item.Id, item.Batch))]);
    }

    /// <summary>Of such a stream nothing can be certified any more either.</summary>
    [Theory]
    [InlineData("name='nothing'")]
    [InlineData("provider=x'00'")]
    [InlineData("provider='text'")]
    public async Task A_stream_with_no_proper_name_changes_each_of_its_readings(string change)
    {
        Store.Tamper($"UPDATE stream SET {change} WHERE id=(SELECT stream FROM reading WHERE id=3)");

        await AssertFoundAsync(
            [.. BrunosCertified().Select(item => Named(AuditFindingKind.Changed, item.Id, item.Batch)), Named(AuditFindingKind.Changed, 22, batch: null)]);
    }

    [Theory]
    [InlineData("value='NaN'")]
    [InlineData("unit='kW'")]
    [InlineData("salt=x'00'")]
    [InlineData("quality=-1")]
    public async Task A_reading_that_was_damaged_while_it_waited_is_named_and_does_not_hold_up_the_others(string change)
    {
        var expected = Named(AuditFindingKind.Changed, 21, batch: null);
        Store.Tamper($"UPDATE reading SET {change} WHERE id=21");
        await AssertFoundAsync(expected);

        await Chain.CloseBatchAsync();

        var report = await AssertFoundAsync(expected);
        Assert.Equal(21, report.Certified);
    }

    private long SmallerPosition(long one, long other) => PositionOf(one) < PositionOf(other) ? one : other;

    private long LargerPosition(long one, long other) => PositionOf(one) < PositionOf(other) ? other : one;

    private long PositionOf(long id) => (long)Store.Scalar("SELECT position FROM reading WHERE id=$1", id)!;
}

public sealed class ChangedReadingOnSqliteTests : ChangedReadingTests<SqliteStore>;

public sealed class ChangedReadingOnPostgresTests : ChangedReadingTests<PostgresStore>;
