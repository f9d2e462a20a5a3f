using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage.Tests;

public abstract class DeadLetterStoreTests<TStore> : IDisposable
    where TStore : StoreUnderTest, new()
{
    private readonly TStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 100)]
    [InlineData(4096, 4096)]
    [InlineData(4097, 4096)]
    [InlineData(10_000_000, 4096)]
    public async Task A_letter_is_kept_whole_or_as_its_hash_and_first_4_KiB(int length, int kept)
    {
        var payload = new byte[length];
        new Random(1).NextBytes(payload);

        await new DeadLetterStore(_store.Database).AddAsync([Letter(payload)], CancellationToken.None);

        var (size, hash, head) = Assert.Single(_store.Rows(
            "SELECT length, hash, head FROM dead_letter", row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2))));
        Assert.Equal(length, size);
        Assert.Equal(Keccak256.Hash(payload).ToArray(), hash);
        Assert.Equal(payload[..kept], head);
    }

    [Fact]
    public async Task A_letter_says_whose_it_is_and_what_was_wrong()
    {
        await new DeadLetterStore(_store.Database).AddAsync([Letter([1, 2, 3])], CancellationToken.None);

        var row = Assert.Single(_store.Rows("SELECT received, lower(hex(provider)), device, place, found, expected FROM dead_letter", row => (
            row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5))));
        Assert.Equal((Given.Received, Given.Anna.ToString()[2..], "LN-1", "readings[3].value", "'x'", "a number"), row);
    }

    [Fact]
    public async Task Letters_are_numbered_in_the_order_given_and_the_same_one_is_counted()
    {
        var letters = new DeadLetterStore(_store.Database);

        var first = await letters.AddAsync([Letter([1]), Letter([1])], CancellationToken.None);
        Assert.Equal([first[0], first[0]], first);
        var second = await letters.AddAsync(
            [Letter([2]), Letter([1]) with { ReceivedMicros = 9, Reason = new("payload", "another", "reason") }], CancellationToken.None);
        Assert.True(second[0] > first[0]);
        Assert.Equal(first[0], second[1]);
        Assert.Empty(await letters.AddAsync([], CancellationToken.None));
        Assert.Equal(4, letters.Count());
        Assert.Equal(
            [(first[0], 3L, 9L, "another"), (second[0], 1, Given.Received, "'x'")],
            _store.Rows(
                "SELECT id, times, received, found FROM dead_letter ORDER BY id",
                row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3))));
    }

    [Fact]
    public async Task The_same_bytes_of_another_device_or_provider_are_another_letter()
    {
        var letters = new DeadLetterStore(_store.Database);

        var numbers = await letters.AddAsync(
            [Letter([1]), Letter([1]) with { Device = "LN-2" }, Letter([1]) with { Provider = Given.Bruno }], CancellationToken.None);
        Assert.Equal([1L, 2, 3], numbers);
    }

    [Fact]
    public async Task Of_one_provider_s_letters_the_oldest_go_first_and_nobody_else_s()
    {
        var letters = new DeadLetterStore(_store.Database);
        await letters.AddAsync([Letter([0]) with { Provider = Given.Bruno }], CancellationToken.None);
        for (var i = 0; i < 3; i++)
            await letters.AddAsync([.. Enumerable.Range(0, 4000).Select(n => Letter(BitConverter.GetBytes(4000 * i + n)))], CancellationToken.None);

        var kept = _store.Rows(
            "SELECT provider, count(*), min(id), max(id) FROM dead_letter GROUP BY provider ORDER BY min(id)",
            row => (row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)));
        Assert.Equal([(1L, 1L, 1L), (DeadLetterStore.KeptLetters, 2002, 12_001)], kept);
    }

    private static DeadLetter Letter(byte[] payload) =>
        new(Given.Received, Given.Anna, "LN-1", payload, new PayloadException("readings[3].value", "'x'", "a number"));
}

public sealed class DeadLetterStoreOnSqliteTests : DeadLetterStoreTests<SqliteStore>;

public sealed class DeadLetterStoreOnPostgresTests : DeadLetterStoreTests<PostgresStore>;
