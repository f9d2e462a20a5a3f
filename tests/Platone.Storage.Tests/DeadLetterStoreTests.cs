using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage.Tests;

public sealed class DeadLetterStoreTests : IDisposable
{
    private readonly StoreOnDisk _store = new();

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
    public async Task Letters_are_numbered_in_the_order_given_and_the_same_one_is_kept_each_time()
    {
        var letters = new DeadLetterStore(_store.Database);

        Assert.Equal([1L, 2], await letters.AddAsync([Letter([1]), Letter([1])], CancellationToken.None));
        Assert.Equal([3L], await letters.AddAsync([Letter([2])], CancellationToken.None));
        Assert.Empty(await letters.AddAsync([], CancellationToken.None));
        Assert.Equal(3, letters.Count());
    }

    private static DeadLetter Letter(byte[] payload) =>
        new(Given.Received, Given.Anna, "LN-1", payload, new PayloadException("readings[3].value", "'x'", "a number"));
}
