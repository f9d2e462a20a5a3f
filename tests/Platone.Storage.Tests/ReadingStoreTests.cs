using System.Data.Common;
using System.Text;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage.Tests;

public abstract class ReadingStoreTests<TStore> : IDisposable
    where TStore : StoreUnderTest, new()
{
    private static readonly StreamName Power = Given.Stream("LN-1", "activepower");

    private readonly TStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task An_accepted_reading_is_found_as_it_came()
    {
        var message = Given.Message(Given.Anna, "LN-1", 5, ("activepower", "kW", "1.5204"));

        var accepted = Assert.Single((await _store.AcceptAsync(message)).Readings);

        Assert.True(accepted.IsNew);
        Assert.Equal(Given.CertifyBy, accepted.CertifyBy);
        var found = _store.Queries.Find(accepted.Reading.Id)!;
        Assert.Equal((Given.Anna, Power, 1UL), (found.Provider, found.Stream, found.Sequence));
        Assert.Equal((ExactDecimal.Parse("1520.4"), UnitSymbol.W), (found.Value, found.Unit));
        Assert.Equal((Given.Received + 5_000_000, (ushort)0, null, null, null), (found.TimeMicros, found.Quality, found.Replaces, found.Batch, found.Position));
        Assert.Equal("""{"measurand":"activepower","unit":"kW","value":"1.5204"}""", Encoding.UTF8.GetString(found.RawPart));
        Assert.Equal(accepted.Reading.ToRecord(), found.ToRecord());
    }

    [Fact]
    public async Task Every_reading_has_a_salt_of_its_own()
    {
        var salts = new HashSet<Hash256>();
        for (var second = 0; second < 50; second++)
            salts.Add((await AcceptAsync(second, "1")).Reading.Salt);

        Assert.Equal(50, salts.Count);
        Assert.DoesNotContain(Hash256.Zero, salts);
    }

    [Fact]
    public async Task Sequences_count_from_1_in_each_stream_of_each_provider()
    {
        for (var second = 0; second < 3; second++)
        {
            await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", second, ("activepower", "W", "1"), ("frequency", "Hz", "50")));
            await _store.AcceptAsync(Given.Message(Given.Bruno, "LN-1", second, ("activepower", "W", "1")));
        }

        Assert.Equal([(Power, 3UL, "LN-1"), (Given.Stream("LN-1", "frequency"), 3UL, "LN-1")], _store.Queries.Streams(Given.Anna));
        Assert.Equal([(Power, 3UL, "LN-1")], _store.Queries.Streams(Given.Bruno));
    }

    [Fact]
    public async Task Many_messages_in_one_commit_are_as_good_as_one_by_one()
    {
        var messages = Enumerable.Range(0, 100).Select(second => Given.Message(Given.Anna, "LN-1", second / 2, ("activepower", "W", "1"))).ToArray();

        var stored = await _store.Readings.AcceptAsync(messages, CancellationToken.None);

        Assert.Equal(50, _store.Count("reading"));
        Assert.Equal(
            Enumerable.Range(1, 50).Select(i => (ulong)i),
            stored.SelectMany(message => message.Readings).Where(reading => reading.IsNew).Select(reading => reading.Reading.Sequence));
        Assert.All(stored.Where((_, i) => i % 2 == 1), message => Assert.False(message.Readings[0].IsNew));
    }

    [Fact]
    public async Task A_repeated_message_gets_its_first_answer_again()
    {
        var message = Given.Message(Given.Anna, "LN-1", 0, ("activepower", "W", "1"), ("frequency", "Hz", "50"));
        var first = await _store.AcceptAsync(message);

        var again = await _store.AcceptAsync(message with { CertifyBy = Given.CertifyBy + 100, ReceivedMicros = Given.Received + 1 });

        Assert.Equal(2, _store.Count("reading"));
        Assert.Equal(1, _store.Count("message"));
        Assert.All(again.Readings, reading => Assert.Equal((false, Given.CertifyBy), (reading.IsNew, reading.CertifyBy)));
        Assert.Equal(first.Readings.Select(reading => reading.Reading.ToRecord()), again.Readings.Select(reading => reading.Reading.ToRecord()));
    }

    [Fact]
    public async Task A_repetition_after_certification_names_the_batch()
    {
        var accepted = await AcceptAsync(0, "1");
        await new StoredChain(_store).CloseBatchAsync();

        var again = await AcceptAsync(0, "1");

        Assert.Equal((false, 1UL, 0U), (again.IsNew, again.Reading.Batch!.Value, again.Reading.Position!.Value));
        Assert.Equal(accepted.Reading.Id, again.Reading.Id);
    }

    [Fact]
    public async Task Another_value_for_the_same_time_is_a_revision_of_the_newest()
    {
        var estimated = await AcceptAsync(0, "1");
        var corrected = await AcceptAsync(0, "2");
        var final = await AcceptAsync(0, "3");

        Assert.Equal([null, 1UL, 2UL], [estimated.Reading.Replaces, corrected.Reading.Replaces, final.Reading.Replaces]);
        Assert.Equal([RecordKind.Reading, RecordKind.Revision, RecordKind.Revision], [estimated.Reading.Kind, corrected.Reading.Kind, final.Reading.Kind]);
        Assert.Equal([1UL, 2UL, 3UL], [estimated.Reading.Sequence, corrected.Reading.Sequence, final.Reading.Sequence]);
    }

    [Fact]
    public async Task What_was_revised_is_not_accepted_a_second_time()
    {
        await AcceptAsync(0, "1");
        await AcceptAsync(0, "2");

        Assert.Equal((false, 1UL), ((await AcceptAsync(0, "1")).IsNew, (await AcceptAsync(0, "1")).Reading.Sequence));
    }

    [Fact]
    public async Task A_message_of_old_and_new_readings_stores_the_new_ones()
    {
        await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 0, ("activepower", "W", "1")));

        var mixed = await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 0, ("frequency", "Hz", "50"), ("activepower", "W", "1")));

        Assert.Equal([true, false], mixed.Readings.Select(reading => reading.IsNew));
        Assert.Equal(2, _store.Count("reading"));
    }

    [Fact]
    public async Task A_devices_own_numbers_are_kept_with_their_jumps_and_in_any_order()
    {
        foreach (var (second, number) in new[] { (0, 7UL), (1, 9UL), (2, 8UL), (3, (ulong)long.MaxValue - 1) })
        {
            var stored = await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", number, second, ("activepower", "W", "1")));
            Assert.Equal(number, Assert.Single(stored.Readings).Reading.Sequence);
        }
    }

    [Fact]
    public async Task Numbers_given_at_acceptance_go_on_behind_the_devices_own()
    {
        await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 7, 0, ("activepower", "W", "1")));

        Assert.Equal(8UL, (await AcceptAsync(1, "1")).Reading.Sequence);
    }

    [Fact]
    public async Task A_number_that_another_reading_has_refuses_the_whole_message()
    {
        await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 7, 0, ("activepower", "W", "1")));

        var conflict = await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 7, 1, ("frequency", "Hz", "50"), ("activepower", "W", "1")));

        Assert.Empty(conflict.Readings);
        Assert.Equal(("sequence", "7"), (conflict.Refusal!.Place, conflict.Refusal.Found));
        Assert.Contains(Power.ToString(), conflict.Refusal.Expected, StringComparison.Ordinal);
        Assert.Equal((1, 1), (_store.Count("reading"), _store.Count("message")));
    }

    [Fact]
    public async Task A_refused_message_does_not_touch_the_others_of_its_commit()
    {
        var stored = await _store.Readings.AcceptAsync(
            [
                Given.Message(Given.Anna, "LN-1", 1, 0, ("activepower", "W", "1")),
                Given.Message(Given.Anna, "LN-1", 1, 1, ("activepower", "W", "2")),
                Given.Message(Given.Anna, "LN-1", 2, 2, ("activepower", "W", "3")),
            ],
            CancellationToken.None);

        Assert.Equal([true, false, true], stored.Select(message => message.Refusal is null));
        Assert.Equal([1L, 2L], _store.Rows("SELECT sequence FROM reading ORDER BY id", row => row.GetInt64(0)));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData((ulong)long.MaxValue)]
    [InlineData((ulong)long.MaxValue + 1)]
    [InlineData(ulong.MaxValue)]
    public async Task A_number_out_of_range_is_refused(ulong number)
    {
        var refused = await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", number, 0, ("activepower", "W", "1")));

        Assert.Equal("sequence", refused.Refusal!.Place);
        Assert.Equal(0, _store.Count("reading"));
    }

    [Fact]
    public async Task After_a_restart_sequences_go_on_and_repetitions_are_known()
    {
        await AcceptAsync(0, "1");
        await AcceptAsync(1, "1");

        _store.Reopen();

        Assert.Equal((false, 2UL), ((await AcceptAsync(1, "1")).IsNew, (await AcceptAsync(1, "1")).Reading.Sequence));
        Assert.Equal((true, 3UL), ((await AcceptAsync(2, "1")).IsNew, (await AcceptAsync(2, "1")).Reading.Sequence));
        Assert.Equal(1UL, (await AcceptAsync(0, "7")).Reading.Replaces);
    }

    [Fact]
    public async Task When_the_database_fails_nothing_of_the_commit_stays_and_no_number_is_lost()
    {
        await AcceptAsync(0, "1");
        _store.RefuseInserts("reading", "NEW.value='13'");
        IncomingMessage[] messages =
            [.. Enumerable.Range(1, 4).Select(i => Given.Message(Given.Anna, "LN-1", i, ("activepower", "W", $"1{i}"), ("frequency", "Hz", $"1{i}")))];

        var error = await Assert.ThrowsAnyAsync<DbException>(() => _store.Readings.AcceptAsync(messages, CancellationToken.None));

        Assert.Contains("disk full", error.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1, 1), (_store.Count("reading"), _store.Count("message"), _store.Count("stream")));

        _store.AllowInserts("reading");
        var stored = await _store.Readings.AcceptAsync(messages, CancellationToken.None);
        Assert.Equal([2UL, 3UL, 4UL, 5UL], stored.Select(message => message.Readings[0].Reading.Sequence));
        Assert.Equal([1UL, 2UL, 3UL, 4UL], stored.Select(message => message.Readings[1].Reading.Sequence));
    }

    [Fact]
    public async Task An_archive_that_says_what_is_there_adds_nothing_and_one_that_says_more_adds_late_readings()
    {
        var live = await AcceptAsync(0, "1.50");
        var table = "device,component,measurand,phase,time,value,unit\n"
            + "LN-1,-,activepower,ABC,2026-01-01T00:00:00Z,0.0015,kW\nLN-1,-,activepower,ABC,2026-01-01T00:00:01Z,2,W\n";

        var stored = await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", table) with { Late = true });

        Assert.Equal((live.Reading.Id, false), (stored.Readings[0].Reading.Id, stored.Readings[0].IsNew));
        Assert.Equal((2UL, true), (stored.Readings[1].Reading.Sequence, stored.Readings[1].IsNew));
        Assert.Equal([live.Reading.Id], _store.Batches.Uncertified(10).Select(item => item.Reading.Id));
        Assert.Equal([stored.Readings[1].Reading.Id], _store.Batches.Uncertified(10, late: true).Select(item => item.Reading.Id));
        Assert.Equal((1, 1), (_store.Batches.CountUncertified(), _store.Batches.CountUncertified(late: true)));
    }

    [Fact]
    public async Task The_same_value_in_other_bytes_is_a_revision_where_it_is_no_archive()
    {
        await AcceptAsync(0, "1.50");

        Assert.Equal(1UL, (await AcceptAsync(0, "1.5")).Reading.Replaces);
    }

    private async Task<AcceptedReading> AcceptAsync(int second, string value) =>
        Assert.Single((await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", second, ("activepower", "W", value)))).Readings);
}

public sealed class ReadingStoreOnSqliteTests : ReadingStoreTests<SqliteStore>;

public sealed class ReadingStoreOnPostgresTests : ReadingStoreTests<PostgresStore>;
