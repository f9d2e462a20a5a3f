using System.Numerics;
using Platone.Contracts.Following;
using Platone.Contracts.Sending;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Storage.Sqlite;

namespace Platone.Storage.Tests;

public sealed class MigrationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("platone-migration-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_store_of_version_one_goes_on_with_all_that_it_knew()
    {
        var key = PrivateKey.Parse("0x000000000000000000000000000000000000000000000000000000000000ce27");
        var (mined, pending) = (Certify(key, 0), Certify(key, 1));
        var (batch, block) = (new byte[320], Keccak256.Hash([7]));
        var path = Path.Combine(_folder, "platone.db");
        VersionOneStore.Create(path, $"""
            INSERT INTO outbox VALUES ({Blob(key.Address)}, 1, 'certify batch 2', {Blob(pending.Raw)}, {Blob(pending.Hash)}, NULL, NULL, NULL, NULL);
            INSERT INTO outbox VALUES ({Blob(key.Address)}, 0, 'certify batch 1', {Blob(mined.Raw)}, {Blob(mined.Hash)}, 7, {Blob(block)}, 72697, NULL);
            INSERT INTO batch VALUES (1, {Blob(batch)}, x'', x'', {Blob(mined.Hash)}, 7, {Blob(block)});
            INSERT INTO batch VALUES (2, {Blob(batch)}, x'', x'', {Blob(pending.Hash)}, NULL, NULL);
            INSERT INTO cursor VALUES ('access-layer', 9, {Blob(block)});
            INSERT INTO provider VALUES ({Blob(Given.Anna)});
            INSERT INTO declaration VALUES ({Blob(block)}, {Blob(Given.Anna)}, {Blob(Given.Bruno)}, {Blob(block)}, 3, 1, 50, 1000, 2, 100, 120, NULL);
            """);

        using var store = SqliteDatabase.Open(path);

        var calls = new OutboxStore(store).Newest(10);
        Assert.Equal(["certify batch 1", "certify batch 2"], calls.Select(call => call.Call.Purpose));
        Assert.Equal([mined.Hash, pending.Hash], calls.Select(call => call.Attempts.Single().Hash));
        Assert.Equal([new Outcome(Fate.Mined, new ChainPosition(7, block), 72697), Outcome.Pending], calls.Select(call => call.Attempts.Single().Outcome));
        Assert.Equal((Given.Bruno, 50_000UL, new BigInteger(9)), (calls[1].Call.To, calls[1].Call.GasLimit, calls[1].Attempts[0].MaxFeePerGas));
        Assert.Equal(new byte[] { 1, 1 }, calls[1].Call.Data);
        Assert.Equal([1L, 2], new BatchStore(store).NumbersOutside(0));
        Assert.Equal(new ChainPosition(9, block), new ChainStore(store).Position());
        Assert.Equal([Given.Anna], new ChainStore(store).Providers());
        Assert.Equal(DeclarationStatus.Accepted, new DeclarationStore(store).Find(block)!.Status);
        using var again = SqliteDatabase.OpenReadOnly(path);
    }

    [Fact]
    public async Task Dead_letters_with_the_same_bytes_become_one_that_is_counted()
    {
        var path = Path.Combine(_folder, "platone.db");
        var (same, other) = (Keccak256.Hash([1]), Keccak256.Hash([2]));
        var letters = new[] { (1, same), (2, other), (3, same), (4, same) }.Select(letter =>
            $"INSERT INTO dead_letter VALUES ({letter.Item1}, {letter.Item1}, {Blob(Given.Anna)}, 'LN-1', 'payload', 'x', 'y', 1, "
            + $"{Blob(letter.Item2)}, x'01');");
        VersionOneStore.Create(path, string.Concat(letters));

        using var store = SqliteDatabase.Open(path);

        Assert.Equal(4, new DeadLetterStore(store).Count());
        var numbers = await new DeadLetterStore(store).AddAsync(
            [
                new(5, Given.Anna, "LN-1", new byte[] { 1 }, new("payload", "x", "y")), new(5, Given.Anna, "LN-1", new byte[] { 3 }, new("payload", "x", "y")),
            ],
            CancellationToken.None);
        Assert.Equal([4L, 5], numbers);
    }

    private static SignedTransaction Certify(PrivateKey key, byte nonce) =>
        new Eip1559Transaction(31337, nonce, MaxPriorityFeePerGas: 1, MaxFeePerGas: 9, 50_000, Given.Bruno, BigInteger.Zero, new byte[] { 1, nonce }).Sign(key);

    private static string Blob(Address address) => Blob(address.ToArray());

    private static string Blob(Hash256 hash) => Blob(hash.ToArray());

    private static string Blob(ReadOnlyMemory<byte> bytes) => $"x'{Convert.ToHexString(bytes.Span)}'";
}
