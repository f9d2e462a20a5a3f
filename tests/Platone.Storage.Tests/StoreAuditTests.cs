using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Storage.Audit;

namespace Platone.Storage.Tests;

/// <summary>
/// Who has the file and sqlite3 can write anything. Whatever it is, the audit names it, exactly, and blames nothing else.
/// </summary>
public abstract class StoreAuditTests<TStore> : IAsyncLifetime
    where TStore : StoreUnderTest, new()
{
    private readonly TStore _store = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(Given.CertifyBy - 10));
    private readonly StoredChain _chain;

    public StoreAuditTests() => _chain = new(_store);

    /// <summary>
    /// Readings 1 to 6 in batch 1, 7 to 13 in batch 2 (13 revises 1), 14 to 19 in batch 3, 20 to 22 waiting. Each second Anna's node
    /// brings its power and its voltage, Bruno's its power.
    /// </summary>
    public async ValueTask InitializeAsync()
    {
        await AcceptSecondsAsync(0, 1);
        await _chain.CloseBatchAsync();
        await AcceptSecondsAsync(2, 3);
        await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 0, ("activepower", "W", "999")));
        await _chain.CloseBatchAsync();
        await AcceptSecondsAsync(4, 5);
        await _chain.CloseBatchAsync();
        await AcceptSecondsAsync(6);
    }

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        return ValueTask.CompletedTask;
    }

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

        var report = await AuditAsync(new StoreAudit(empty.Database, (_, _) => Task.FromResult(Hash256.Zero), _time));

        Assert.Empty(report.Findings);
        Assert.Equal((0, 0, 0, 0UL), (report.Readings, report.Certified, report.Waiting, report.Batches));
    }

    [Fact]
    public async Task A_second_audit_finds_the_same_as_the_first()
    {
        _store.Tamper("UPDATE reading SET value='1' WHERE id=8");
        var audit = new StoreAudit(_store.Database, _chain.RecordOfAsync, _time);

        var (first, second) = (await AuditAsync(audit), await AuditAsync(audit));

        Assert.Single(first.Findings);
        Assert.Equal(first.Findings, second.Findings);
    }

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
        _store.Tamper($"UPDATE reading SET {change} WHERE id=8");

        await AssertFoundAsync(expected);
    }

    [Theory]
    [InlineData(13, "replaces=NULL")]
    [InlineData(13, "replaces=2")]
    [InlineData(13, "replaces=1.5")]
    [InlineData(13, "value='998'")]
    [InlineData(8, "replaces=1")]
    [InlineData(8, "replaces=0")]
    public async Task A_revision_that_was_changed_or_made_of_a_reading_is_named(long id, string change)
    {
        _store.Tamper($"UPDATE reading SET {change} WHERE id={id}");
        var expected = Named(AuditFindingKind.Revision, id, batch: 2);

        await AssertFoundAsync(expected);
    }

    [Fact]
    public async Task Every_single_reading_is_named_when_it_is_the_one_that_changed()
    {
        for (var id = 1L; id <= 19; id++)
        {
            var expected = Named(id == 13 ? AuditFindingKind.Revision : AuditFindingKind.Changed, id, batch: id <= 6 ? 1UL : id <= 13 ? 2UL : 3UL);
            var value = _store.Scalar("SELECT value FROM reading WHERE id=$1", id);
            _store.Tamper("UPDATE reading SET value='77' WHERE id=$1", id);
            await AssertFoundAsync(expected);
            _store.Tamper("UPDATE reading SET value=$1 WHERE id=$2", value, id);
        }

        Assert.Empty((await AuditAsync()).Findings);
    }

    [Fact]
    public async Task Swapped_values_are_named_as_what_they_are()
    {
        var expected = Named(AuditFindingKind.Swapped, 4, batch: 1) with { Other = 10 };
        var (one, other) = (_store.Scalar("SELECT value FROM reading WHERE id=4"), _store.Scalar("SELECT value FROM reading WHERE id=10"));
        _store.Tamper("UPDATE reading SET value=CASE id WHEN 4 THEN $2 ELSE $1 END WHERE id IN (4, 10)", one, other);

        await AssertFoundAsync(expected);
    }

    [Fact]
    public async Task Swapped_positions_are_named_as_what_they_are()
    {
        var expected = Named(AuditFindingKind.Swapped, SmallerPosition(7, 9), batch: 2) with { Other = LargerPosition(7, 9) };
        var (one, other) = (_store.Scalar("SELECT position FROM reading WHERE id=7"), _store.Scalar("SELECT position FROM reading WHERE id=9"));
        _store.Tamper("UPDATE reading SET position=CASE id WHEN 7 THEN $2 ELSE $1 END WHERE id IN (7, 9)", one, other);

        await AssertFoundAsync(expected);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(10, 2)]
    [InlineData(13, 2)]
    [InlineData(19, 3)]
    public async Task A_deleted_reading_is_named_by_stream_and_number(long id, ulong batch)
    {
        var expected = Named(AuditFindingKind.Missing, id, batch) with { Reading = null };
        _store.Tamper("DELETE FROM reading WHERE id=$1", id);

        var report = await AssertFoundAsync(expected);
        Assert.Equal((21, 18, 3), (report.Readings, report.Certified, report.Waiting));
    }

    [Fact]
    public async Task A_whole_deleted_stream_is_named_reading_by_reading()
    {
        AuditFinding[] expected = [.. BrunosCertified().Select(item => Named(AuditFindingKind.Missing, item.Id, item.Batch) with { Reading = null })];
        _store.Tamper("DELETE FROM reading WHERE stream=(SELECT stream FROM reading WHERE id=3) AND batch IS NOT NULL");

        await AssertFoundAsync(expected);
    }

    [Theory]
    [InlineData("(SELECT min(position) FROM reading WHERE batch=2)", "200")]
    [InlineData("(SELECT max(position) FROM reading WHERE batch=2)", "-1")]
    [InlineData("7", "200")]
    [InlineData("-1", "200")]
    [InlineData("NULL", "200")]
    [InlineData("9000000000", "200")]
    public async Task An_inserted_reading_is_named_and_not_the_one_whose_place_it_takes(string position, string id)
    {
        _store.Tamper(
            $"""
            INSERT INTO reading (id, stream, sequence, time, value, unit, quality, raw_part, raw_offset, salt, message, certify_by, batch, position)
            SELECT {id}, stream, 100, time, '5', unit, quality, raw_part, raw_offset, x'{new string('7', 64)}', message, certify_by, 2, {position} FROM reading WHERE id=8
            """);

        await AssertFoundAsync(Named(AuditFindingKind.Inserted, long.Parse(id, CultureInfo.InvariantCulture), batch: 2));
    }

    [Fact]
    public async Task An_inserted_reading_that_claims_a_batch_that_never_was_is_named()
    {
        _store.Tamper(
            $"""
            INSERT INTO reading (id, stream, sequence, time, value, unit, quality, raw_part, raw_offset, salt, message, certify_by, batch, position)
            SELECT 200, stream, 100, time, '5', unit, quality, raw_part, raw_offset, x'{new string('7', 64)}', message, certify_by, 44, 0 FROM reading WHERE id=8
            """);

        await AssertFoundAsync(Named(AuditFindingKind.Inserted, 200, batch: 44));
    }

    [Fact]
    public async Task A_copy_slipped_in_among_the_waiting_is_named()
    {
        var stream = Named(AuditFindingKind.Gap, 20, batch: null).Stream;
        _store.Tamper(
            """
            INSERT INTO reading (id, stream, sequence, time, value, unit, quality, raw_part, raw_offset, salt, message, certify_by)
            SELECT 200, stream, sequence + 1, time, '5', unit, quality, raw_part, raw_offset, salt, message, certify_by FROM reading WHERE id=20
            """);

        var finding = Assert.Single((await AuditAsync()).Findings);
        Assert.Equal((AuditFindingKind.Duplicate, stream, 200, 20), (finding.Kind, finding.Stream, finding.Reading, finding.Other));
        Assert.Contains("the stream counted up to 8, this is number 9", finding.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(22)]
    public async Task A_reading_that_vanished_while_it_waited_is_a_gap(long id)
    {
        var waiting = Named(AuditFindingKind.Gap, id, batch: null);
        _store.Tamper("DELETE FROM reading WHERE id=$1", id);

        var finding = Assert.Single((await AuditAsync()).Findings);
        Assert.Equal((AuditFindingKind.Gap, waiting.Stream, waiting.Sequence + 1), (finding.Kind, finding.Stream, finding.Sequence));
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
        _store.Tamper($"UPDATE reading SET {move} WHERE id=8");

        var report = await AssertFoundAsync(expected);
        Assert.Contains("the reading is now", report.Findings[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reading_with_another_number_is_changed_and_leaves_no_gap()
    {
        _store.Tamper("UPDATE reading SET sequence=50 WHERE id=10");

        await AssertFoundAsync(Named(AuditFindingKind.Changed, 10, batch: 2));
    }

    [Fact]
    public async Task A_reading_put_into_another_stream_is_changed_and_leaves_no_gap()
    {
        _store.Tamper("UPDATE reading SET stream=(SELECT stream FROM reading WHERE id=9), sequence=50 WHERE id=8");

        await AssertFoundAsync(Named(AuditFindingKind.Changed, 8, batch: 2));
    }

    [Theory]
    [InlineData("name='LN-9/-/activepower/ABC'")]
    [InlineData("provider=randomblob(20)")]
    public async Task A_renamed_stream_changes_each_of_its_certified_readings(string change)
    {
        _store.Tamper($"UPDATE stream SET {change} WHERE id=(SELECT stream FROM reading WHERE id=3)");

        await AssertFoundAsync([.. BrunosCertified().Select(item => Named(AuditFindingKind.Changed, item.Id, item.Batch))]);
    }

    /// <summary>Of such a stream nothing can be certified any more either.</summary>
    [Theory]
    [InlineData("name='nothing'")]
    [InlineData("provider=x'00'")]
    [InlineData("provider='text'")]
    public async Task A_stream_with_no_proper_name_changes_each_of_its_readings(string change)
    {
        _store.Tamper($"UPDATE stream SET {change} WHERE id=(SELECT stream FROM reading WHERE id=3)");

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
        _store.Tamper($"UPDATE reading SET {change} WHERE id=21");
        await AssertFoundAsync(expected);

        await _chain.CloseBatchAsync();

        var report = await AssertFoundAsync(expected);
        Assert.Equal(21, report.Certified);
    }

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
            _store.Tamper("CREATE TABLE IF NOT EXISTS saved AS SELECT * FROM batch");
            _store.Tamper($"UPDATE batch SET {change} WHERE number={number}");
            await AssertFoundAsync(new AuditFinding(AuditFindingKind.Batch, "", (ulong)number));
            _store.Tamper("DELETE FROM batch");
            _store.Tamper("INSERT INTO batch SELECT * FROM saved");
        }

        Assert.Empty((await AuditAsync()).Findings);
    }

    [Theory]
    [InlineData("block_number=NULL, block_hash=NULL")]
    [InlineData("block_number=9999999")]
    public async Task What_the_store_says_of_the_chain_does_not_count(string change)
    {
        _store.Tamper($"UPDATE batch SET {change}");

        Assert.Empty((await AuditAsync()).Findings);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_deleted_batch_is_named_and_none_of_its_readings(int number)
    {
        _store.Tamper($"DELETE FROM batch WHERE number={number}");
        _time.Advance(TimeSpan.FromSeconds(5));

        await AssertFoundAsync(new AuditFinding(AuditFindingKind.Batch, "", (ulong)number));
    }

    [Fact]
    public async Task Every_deleted_batch_at_the_end_is_named()
    {
        _store.Tamper("DELETE FROM batch WHERE number>=2; DELETE FROM reading WHERE batch>=2 OR batch IS NULL; UPDATE stream SET next_sequence=3");

        await AssertFoundAsync(new AuditFinding(AuditFindingKind.Batch, "", 2), new AuditFinding(AuditFindingKind.Batch, "", 3));
    }

    [Theory]
    [InlineData(5L)]
    [InlineData(long.MaxValue)]
    [InlineData(0L)]
    public async Task A_batch_that_the_chain_never_saw_is_named(long number)
    {
        _store.Tamper($"INSERT INTO batch SELECT {number}, record, leaves, entries, call, block_number, block_hash FROM batch WHERE number=3");

        await AssertFoundAsync(new AuditFinding(AuditFindingKind.Batch, "", (ulong)number));
    }

    [Fact]
    public async Task A_batch_on_its_way_waits_and_a_copy_of_another_in_its_place_does_not()
    {
        await _chain.CloseBatchAsync(onChain: false);
        var report = await AuditAsync();
        Assert.Empty(report.Findings);
        Assert.Equal((19, 3, 4UL), (report.Certified, report.Waiting, report.Batches));

        _store.Tamper("UPDATE batch SET record=(SELECT record FROM batch WHERE number=3) WHERE number=4");
        await AssertFoundAsync(new AuditFinding(AuditFindingKind.Batch, "", 4));
    }

    [Fact]
    public async Task A_batch_that_the_chain_has_and_the_follower_has_not_seen_is_certified()
    {
        await _chain.CloseBatchAsync(followed: false);

        var report = await AuditAsync();

        Assert.Empty(report.Findings);
        Assert.Equal((22, 0), (report.Certified, report.Waiting));
    }

    [Fact]
    public async Task A_batch_that_the_chain_lost_is_named()
    {
        var closed = await _chain.CloseBatchAsync();
        Func<Address, ulong, Task<Hash256>> forgetful = (certifier, number) =>
            number == closed.Record.Number ? Task.FromResult(Hash256.Zero) : _chain.RecordOfAsync(certifier, number);

        var finding = Assert.Single((await AuditAsync(new StoreAudit(_store.Database, forgetful, _time))).Findings);

        Assert.Equal((AuditFindingKind.Batch, closed.Record.Number), (finding.Kind, finding.Batch!.Value));
        Assert.Contains("the chain has no such batch", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_certifiers_chain_has_none_of_the_batches()
    {
        var report = await Audited.RunAsync(new StoreAudit(_store.Database, _chain.RecordOfAsync, _time), AuditScope.Everything, Address.Zero);

        Assert.Equal([1UL, 2, 3], report.Findings.Select(finding => finding.Batch!.Value));
        Assert.Equal(0, report.Certified);
    }

    [Fact]
    public async Task Readings_past_their_promise_are_named_whether_in_a_batch_on_its_way_or_in_none()
    {
        await _chain.CloseBatchAsync(onChain: false);
        await AcceptSecondsAsync(7);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty((await AuditAsync()).Findings);

        _time.Advance(TimeSpan.FromSeconds(1));

        var report = await AssertFoundAsync(
            [.. Enumerable.Range(20, 6).Select(id => Named(AuditFindingKind.Overdue, id, batch: id <= 22 ? 4UL : null))]);
        Assert.Equal((19, 0), (report.Certified, report.Waiting));
    }

    [Fact]
    public async Task A_jump_that_the_device_made_itself_is_named_once()
    {
        foreach (var (second, number) in new[] { (10, 1UL), (11, 2UL), (12, 9UL) })
            await _store.AcceptAsync(Given.Message(Given.Anna, "LN-7", number, second, ("frequency", "Hz", "50")));
        await _chain.CloseBatchAsync();

        var finding = Assert.Single((await AuditAsync()).Findings);

        Assert.Equal(new AuditFinding(AuditFindingKind.Gap, "9 follows 2", Stream: $"{Given.Anna}/LN-7/-/frequency/ABC", Sequence: 9), finding);
    }

    [Fact]
    public async Task Where_a_device_jumps_a_missing_reading_is_named_as_far_as_its_number_is_certain()
    {
        foreach (var (second, number) in new[] { (10, 1UL), (11, 2UL), (12, 3UL), (13, 20UL), (14, 30UL) })
            await _store.AcceptAsync(Given.Message(Given.Anna, "LN-7", number, second, ("frequency", "Hz", "50")));
        await _chain.CloseBatchAsync();
        var stream = $"{Given.Anna}/LN-7/-/frequency/ABC";

        // 2 lies between 1 and 3; what was between 3 and 30 only the device knows; 30 stands in the index.
        _store.Tamper($"DELETE FROM reading WHERE sequence IN (2, 20, 30) AND stream=(SELECT id FROM stream WHERE name='LN-7/-/frequency/ABC')");

        Assert.Equal(
            [
                new AuditFinding(AuditFindingKind.Missing, "", 4, null, stream, 2), new AuditFinding(AuditFindingKind.Missing, "", 4, null, stream, null),
                new AuditFinding(AuditFindingKind.Missing, "", 4, null, stream, 30), new AuditFinding(AuditFindingKind.Gap, "", null, null, stream, 30),
            ],
            (await AuditAsync()).Findings.Select(WithoutDetail));
    }

    [Fact]
    public async Task Many_changes_at_once_are_each_named()
    {
        AuditFinding[] expected =
        [
            Named(AuditFindingKind.Changed, 2, batch: 1), Named(AuditFindingKind.Missing, 5, batch: 1) with { Reading = null },
            new(AuditFindingKind.Batch, "", 2), Named(AuditFindingKind.Changed, 17, batch: 3), Named(AuditFindingKind.Missing, 18, batch: 3),
        ];
        _store.Tamper(
            """
            UPDATE reading SET value='1' WHERE id=2; DELETE FROM reading WHERE id=5; UPDATE batch SET leaves=x'' WHERE number=2;
            UPDATE reading SET unit='V' WHERE id=17; UPDATE reading SET batch=NULL WHERE id=18
            """);

        await AssertFoundAsync(expected);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(13)]
    public async Task A_deleted_reading_and_a_copy_of_another_in_its_place_are_two_findings(long id)
    {
        var missing = Named(AuditFindingKind.Missing, id, batch: id == 5 ? 1UL : 2UL) with { Reading = null };
        var place = _store.Scalar("SELECT position FROM reading WHERE id=$1", id);
        _store.Tamper("DELETE FROM reading WHERE id=$1", id);
        _store.Tamper(
            """
            INSERT INTO reading (id, stream, sequence, time, value, unit, quality, raw_part, raw_offset, salt, message, certify_by, batch, position)
            SELECT 200, stream, 100, time, value, unit, quality, raw_part, raw_offset, salt, message, certify_by, $1, $2 FROM reading WHERE id=16
            """,
            (long)missing.Batch!, place);

        await AssertFoundAsync(missing, Named(AuditFindingKind.Duplicate, 200, missing.Batch) with { Other = 16 });
    }

    [Fact]
    public async Task An_invented_revision_is_named()
    {
        _store.Tamper(
            $"""
            INSERT INTO reading (id, stream, sequence, time, value, unit, quality, replaces, raw_part, raw_offset, salt, message, certify_by, batch, position)
            SELECT 200, stream, 100, time, '5', unit, quality, sequence, raw_part, raw_offset, x'{new string('7', 64)}', message, certify_by, 2, 3 FROM reading WHERE id=8
            """);

        var report = await AssertFoundAsync(Named(AuditFindingKind.Revision, 200, batch: 2));
        Assert.Equal((8L, "232"), (report.Findings[0].Replaces!.Reading!.Value, report.Findings[0].Replaces!.Value));
    }

    [Fact]
    public async Task A_revision_of_a_number_that_has_another_time_or_is_not_there_is_named_though_it_is_certified()
    {
        await AcceptSecondsAsync(7);
        // Before they are certified: as an access layer that lies.
        _store.Tamper("UPDATE reading SET replaces=1 WHERE id=20");
        _store.Tamper("UPDATE reading SET replaces=77 WHERE id=22");
        await _chain.CloseBatchAsync();

        var report = await AssertFoundAsync(Named(AuditFindingKind.Revision, 20, batch: 4), Named(AuditFindingKind.Revision, 22, batch: 4));
        Assert.Contains("number 1, which is of another time", report.Findings[0].Detail, StringComparison.Ordinal);
        Assert.Contains("number 77, which the stream does not have", report.Findings[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_of_a_deleted_reading_is_not_named_beside_it()
    {
        var missing = Named(AuditFindingKind.Missing, 1, batch: 1) with { Reading = null };
        _store.Tamper("DELETE FROM reading WHERE id=1");

        await AssertFoundAsync(missing);
    }

    [Fact]
    public async Task A_range_of_batches_is_looked_at_and_no_other()
    {
        _store.Tamper("UPDATE reading SET value='77' WHERE id IN (1, 8, 14)");

        var audit = new StoreAudit(_store.Database, _chain.RecordOfAsync, _time);
        Assert.Equal([8L], (await Audited.RunAsync(audit, new(From: 2, To: 2))).Findings.Select(finding => finding.Reading!.Value));
        Assert.Equal([8L, 14], (await Audited.RunAsync(audit, new(From: 2))).Findings.Select(finding => finding.Reading!.Value));
        Assert.Equal([1L], (await Audited.RunAsync(audit, new(To: 1))).Findings.Select(finding => finding.Reading!.Value));
    }

    [Fact]
    public async Task One_stream_is_looked_at_and_no_other()
    {
        var missing = Named(AuditFindingKind.Missing, 9, batch: 2) with { Reading = null };
        _store.Tamper("UPDATE reading SET value='77' WHERE id IN (1, 8, 14)");
        _store.Tamper("DELETE FROM reading WHERE id=9");
        var audit = new StoreAudit(_store.Database, _chain.RecordOfAsync, _time);

        var bruno = await Audited.RunAsync(audit, new(Stream: (Given.Bruno, Given.Stream("LN-2", "activepower"))));
        var voltage = await Audited.RunAsync(audit, new(Stream: (Given.Anna, Given.Stream("LN-1", "voltmagnitude"))));

        Assert.Equal([missing], bruno.Findings.Select(WithoutDetail));
        Assert.Equal([8L], voltage.Findings.Select(finding => finding.Reading!.Value));
        Assert.Equal(5, bruno.Certified);
    }

    [Fact]
    public async Task An_interrupted_audit_goes_on_where_it_stood_with_what_it_had_found()
    {
        for (var second = 10; second < 50; second++)
        {
            await AcceptSecondsAsync(second);
            await _chain.CloseBatchAsync();
        }

        _store.Tamper("UPDATE reading SET value='77' WHERE id IN (8, 80)");
        var expected = (await AuditAsync()).Findings;
        var path = Path.Combine(Directory.CreateTempSubdirectory("platone-audit-").FullName, "audit.state");
        var subject = new AuditSubject("s", Address.Zero, StoredChain.Certifier, AuditScope.Everything);
        var audit = new StoreAudit(_store.Database, _chain.RecordOfAsync, _time);
        using (var state = AuditState.Open(path, subject, fresh: false))
        {
            using var interrupted = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => audit.RunAsync(
                StoredChain.Certifier, AuditScope.Everything, state, new Immediate(done => { if (done.Item1 == 16) interrupted.Cancel(); }), interrupted.Token));
        }

        var seen = new List<(ulong Done, ulong Of)>();
        using (var state = AuditState.Open(path, subject, fresh: false))
        {
            Assert.True(state.IsResumed);
            var report = await audit.RunAsync(StoredChain.Certifier, AuditScope.Everything, state, new Immediate(seen.Add), CancellationToken.None);

            Assert.Equal(17UL, seen[0].Done);
            Assert.Equal(expected, state.Findings());
            Assert.Equal((AuditFindingKind.Changed, 142, 140L), (expected[0].Kind, report.Readings, report.Certified));
        }

        using (var other = AuditState.Open(path, subject with { Certifier = Address.Zero }, fresh: false)) Assert.False(other.IsResumed);
    }

    [Fact]
    public async Task A_state_whose_batches_the_chain_took_back_is_begun_anew()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("platone-audit-").FullName, "audit.state");
        using var state = AuditState.Open(path, new("s", Address.Zero, StoredChain.Certifier, AuditScope.Everything), fresh: false);
        await new StoreAudit(_store.Database, _chain.RecordOfAsync, _time).RunAsync(StoredChain.Certifier, AuditScope.Everything, state, null, CancellationToken.None);
        var seen = new List<(ulong Done, ulong Of)>();

        Task<Hash256> OtherAsync(Address certifier, ulong number) => number == 3 ? Task.FromResult(Keccak256.Hash([1])) : _chain.RecordOfAsync(certifier, number);
        await new StoreAudit(_store.Database, OtherAsync, _time).RunAsync(StoredChain.Certifier, AuditScope.Everything, state, new Immediate(seen.Add), CancellationToken.None);

        Assert.Equal(1UL, seen[0].Done);
        Assert.Equal([new AuditFinding(AuditFindingKind.Batch, "", 3)], state.Findings().Select(WithoutDetail));
    }

    [Fact]
    public async Task Another_audit_with_the_same_state_is_refused()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("platone-audit-").FullName, "audit.state");
        var subject = new AuditSubject("s", Address.Zero, StoredChain.Certifier, AuditScope.Everything);
        using var state = AuditState.Open(path, subject, fresh: false);

        Assert.Contains("another audit uses it", Assert.Throws<IOException>(() => AuditState.Open(path, subject, fresh: false)).Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path + "x", new string('x', 5000));
        Assert.Contains("found another file", Assert.Throws<IOException>(() => AuditState.Open(path + "x", subject, fresh: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_ends_with_all_batches()
    {
        var reports = new List<(ulong, ulong)>();
        using var state = AuditState.Temporary();
        await new StoreAudit(_store.Database, _chain.RecordOfAsync, _time).RunAsync(
            StoredChain.Certifier, AuditScope.Everything, state, new Immediate(reports.Add), CancellationToken.None);

        Assert.Equal([(1UL, 3UL), (2, 3), (3, 3)], reports);
    }

    [Fact]
    public async Task A_cancelled_audit_ends()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        using var state = AuditState.Temporary();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new StoreAudit(_store.Database, _chain.RecordOfAsync, _time).RunAsync(StoredChain.Certifier, AuditScope.Everything, state, null, cancelled.Token));
    }

    private async Task AcceptSecondsAsync(params int[] seconds)
    {
        foreach (var second in seconds)
        {
            await _store.AcceptAsync(Given.Message(
                Given.Anna, "LN-1", second, ("activepower", "W", $"{100 + second}"), ("voltmagnitude", "V", $"{230 + second}")));
            await _store.AcceptAsync(Given.Message(Given.Bruno, "LN-2", second, ("activepower", "W", $"{200 + second}")));
        }
    }

    private long SmallerPosition(long one, long other) => PositionOf(one) < PositionOf(other) ? one : other;

    private long LargerPosition(long one, long other) => PositionOf(one) < PositionOf(other) ? other : one;

    private long PositionOf(long id) => (long)_store.Scalar("SELECT position FROM reading WHERE id=$1", id)!;

    /// <summary>Two in each of the three batches.</summary>
    private static IEnumerable<(long Id, ulong Batch)> BrunosCertified() => [(3, 1), (6, 1), (9, 2), (12, 2), (16, 3), (19, 3)];

    private Task<Audited> AuditAsync() => AuditAsync(new StoreAudit(_store.Database, _chain.RecordOfAsync, _time));

    private static Task<Audited> AuditAsync(StoreAudit audit) => Audited.RunAsync(audit, AuditScope.Everything);

    private async Task<Audited> AssertFoundAsync(params AuditFinding[] expected)
    {
        var report = await AuditAsync();
        Assert.Equal(expected.OrderBy(finding => finding.ToString()), report.Findings.Select(WithoutDetail).OrderBy(finding => finding.ToString()));
        Assert.All(report.Findings, finding => Assert.NotEmpty(finding.Detail));
        return report;
    }

    /// <summary>A finding about a reading as the store has it at this moment.</summary>
    private AuditFinding Named(AuditFindingKind kind, long id, ulong? batch)
    {
        // The view's own words for the stream, whatever somebody made of it.
        var (stream, sequence) = Assert.Single(
            _store.Rows($"SELECT stream, sequence FROM readings WHERE id={id}", row => (row.GetString(0), (ulong)row.GetInt64(1))));
        return new(kind, "", batch, id, stream, sequence);
    }

    private static AuditFinding WithoutDetail(AuditFinding finding) => finding with { Detail = "", Replaces = null };

    private sealed class Immediate(Action<(ulong, ulong)> report) : IProgress<(ulong Done, ulong Of)>
    {
        public void Report((ulong Done, ulong Of) value) => report(value);
    }
}

public sealed class StoreAuditOnSqliteTests : StoreAuditTests<SqliteStore>;

public sealed class StoreAuditOnPostgresTests : StoreAuditTests<PostgresStore>;
