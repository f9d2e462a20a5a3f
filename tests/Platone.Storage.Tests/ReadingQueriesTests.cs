using Platone.Certification;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage.Tests;

public abstract class ReadingQueriesTests<TStore> : IDisposable
    where TStore : StoreUnderTest, new()
{
    private static readonly StreamName Power = Given.Stream("LN-1", "activepower");

    private readonly TStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_range_takes_its_start_and_leaves_its_end()
    {
        await AcceptAsync(0, 1, 2, 3);

        var found = _store.Queries.InRange(Given.Anna, Power, Micros(1), Micros(3), after: null, limit: 10);

        Assert.Equal([Micros(1), Micros(2)], found.Select(item => item.Reading.TimeMicros));
        Assert.All(found, item => Assert.Equal("LN-1", item.Device));
    }

    [Fact]
    public async Task Pages_continue_without_a_gap_where_several_readings_have_one_time()
    {
        await AcceptAsync(0, 1);
        foreach (var value in new[] { "2", "3", "4" }) await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 1, ("activepower", "W", value)));
        await AcceptAsync(2);

        var seen = new List<long>();
        (long, long)? after = null;
        while (_store.Queries.InRange(Given.Anna, Power, 0, long.MaxValue, after, limit: 2) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(item => item.Reading.Id));
            after = (page[^1].Reading.TimeMicros, page[^1].Reading.Id);
        }

        Assert.Equal([1L, 2, 3, 4, 5, 6], seen);
    }

    [Fact]
    public async Task A_reading_is_found_by_number_and_by_stream_and_sequence()
    {
        await AcceptAsync(0, 1);

        Assert.Equal(2, _store.Queries.Find(Given.Anna, Power, 2)!.Id);
        Assert.Equal((2UL, "LN-1"), _store.Queries.FindWithDevice(2) is var (reading, device) ? (reading.Sequence, device) : default);
        Assert.Null(_store.Queries.Find(3));
        Assert.Null(_store.Queries.FindWithDevice(3));
        Assert.Null(_store.Queries.Find(Given.Bruno, Power, 2));
        Assert.Null(_store.Queries.Find(Given.Anna, Power, 3));
        Assert.Null(_store.Queries.Find(Given.Anna, Power, ulong.MaxValue));
    }

    [Fact]
    public async Task A_receipt_leads_to_the_place_of_its_reading_by_the_hash_of_its_stream()
    {
        await AcceptAsync(0, 1);
        await _store.AcceptAsync(Given.Message(Given.Anna, "LN-2", 0, ("activepower", "W", "1")));
        var receipt = new Receipt(Given.Anna, Power.Hash, 2, Hash256.Zero, CertifyBy: 1);

        Assert.Equal((null, null), _store.Queries.PlaceOf(receipt)!.Value);
        await new StoredChain(_store).CloseBatchAsync();
        var reading = _store.Queries.Find(2)!;
        Assert.Equal((reading.Batch, reading.Position), _store.Queries.PlaceOf(receipt)!.Value);
        Assert.Null(_store.Queries.PlaceOf(receipt with { Provider = Given.Bruno }));
        Assert.Null(_store.Queries.PlaceOf(receipt with { Stream = Hash256.Zero }));
        Assert.Null(_store.Queries.PlaceOf(receipt with { Sequence = 3 }));
        Assert.Null(_store.Queries.PlaceOf(receipt with { Sequence = ulong.MaxValue }));
    }

    [Fact]
    public async Task A_stream_name_leads_to_all_its_providers()
    {
        await AcceptAsync(0);
        await _store.AcceptAsync(Given.Message(Given.Bruno, "LN-1", 0, ("activepower", "W", "1")));

        Assert.Equal([Given.Bruno, Given.Anna], _store.Queries.ProvidersOf(Power));
        Assert.Empty(_store.Queries.ProvidersOf(Given.Stream("LN-2", "activepower")));
    }

    [Fact]
    public async Task The_view_readings_shows_what_a_person_or_a_check_looks_for()
    {
        await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 5, ("activepower", "kW", "1.5")));
        await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 5, ("activepower", "kW", "-0.25")));
        await new StoredChain(_store).CloseBatchAsync();
        await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", 6, ("activepower", "kW", "1")));

        var rows = _store.Rows(
            "SELECT stream, sequence, time, value, unit, kind, batch, id FROM readings ORDER BY sequence",
            row => (
                row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
                row.IsDBNull(6) ? -1 : row.GetInt64(6), row.GetInt64(7)));

        var stream = $"{Given.Anna}/LN-1/-/activepower/ABC";
        Assert.Equal(
            [
                (stream, 1, "2026-01-01T00:00:05.000000Z", "1500", "W", "reading", 1, 1),
                (stream, 2, "2026-01-01T00:00:05.000000Z", "-250", "W", "revision", 1, 2),
                (stream, 3, "2026-01-01T00:00:06.000000Z", "1000", "W", "reading", -1, 3),
            ],
            rows);
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00.000001Z")]
    [InlineData("2026-12-31T23:59:59.999999Z")]
    [InlineData("9999-12-31T23:59:59.999999Z")]
    public async Task The_views_times_are_the_readings_to_the_microsecond(string time)
    {
        await _store.AcceptAsync(Given.Message(
            Given.Anna, "LN-1", $$"""{"lightNode":"LN-1","timestamp":"{{time}}","readings":[{"measurand":"frequency","unit":"Hz","value":50}]}"""));

        Assert.Equal(time, _store.Scalar("SELECT time FROM readings"));
    }

    private static long Micros(int second) => Given.Received + (second * 1_000_000L);

    private async Task AcceptAsync(params int[] seconds)
    {
        foreach (var second in seconds) await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", second, ("activepower", "W", "1")));
    }
}

public sealed class ReadingQueriesOnSqliteTests : ReadingQueriesTests<SqliteStore>;

public sealed class ReadingQueriesOnPostgresTests : ReadingQueriesTests<PostgresStore>;
