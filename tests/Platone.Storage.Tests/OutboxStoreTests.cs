using System.Numerics;
using Platone.Contracts.Following;
using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Storage.Tests;

public abstract class OutboxStoreTests<TStore> : IDisposable
    where TStore : StoreUnderTest, new()
{
    private static readonly ChainPosition Block = new(7, Keccak256.Hash([7]));

    private readonly TStore _store = new();

    public void Dispose() => _store.Dispose();

    private OutboxStore Outbox => new(_store.Database);

    [Fact]
    public async Task Calls_come_back_in_their_order_with_all_their_transactions()
    {
        await AddAsync(Call(1), Attempt(5), Attempt(6));
        await AddAsync(Call(2));

        var open = await Outbox.OpenAsync(10, CancellationToken.None);

        Assert.Equal(["call 1", "call 2"], open.Select(call => call.Call.Purpose));
        Assert.Equal([5UL, 6], open[0].Attempts.Select(attempt => attempt.Nonce));
        Assert.Equal(
            (new BigInteger(5), BigInteger.One, Outcome.Pending),
            (open[0].Attempts[0].MaxFeePerGas, open[0].Attempts[0].MaxPriorityFeePerGas, open[0].Attempts[0].Outcome));
        Assert.Empty(open[1].Attempts);
        Assert.Equal(["call 1"], (await Outbox.OpenAsync(1, CancellationToken.None)).Select(call => call.Call.Purpose));
    }

    [Fact]
    public async Task What_is_over_is_open_no_more_and_stays_to_be_looked_at()
    {
        var call = await AddAsync(Call(1), Attempt(5));
        var final = new Outcome(Fate.Final, Block, 21_000);

        await Outbox.RecordAsync(new Dictionary<Hash256, Outcome> { [Attempt(5).Hash] = final }, [call], CancellationToken.None);
        _store.Reopen();

        Assert.Empty(await Outbox.OpenAsync(10, CancellationToken.None));
        Assert.Equal(final, Outbox.Newest(10).Single().Attempts.Single().Outcome);
        Assert.Equal([(Fate.Final, 1L)], Outbox.Count().Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public async Task Only_live_transactions_of_the_account_have_their_numbers()
    {
        await AddAsync(Call(1), Attempt(3), Attempt(4), Attempt(5), Attempt(6));
        await AddAsync(Call(2) with { Account = Given.Bruno }, Attempt(9));
        await Outbox.RecordAsync(
            new Dictionary<Hash256, Outcome> { [Attempt(4).Hash] = new(Fate.Refused, Reason: "taken"), [Attempt(5).Hash] = new(Fate.Mined, Block) }, [],
            CancellationToken.None);

        Assert.Equal([5UL, 6], await Outbox.LiveNoncesAsync(Given.Anna, 4, CancellationToken.None));
    }

    [Fact]
    public async Task Open_calls_to_a_contract_are_told_by_their_data()
    {
        var call = await AddAsync(Call(1), Attempt(5));
        await AddAsync(Call(2) with { To = Given.Anna });
        await AddAsync(Call(3) with { Account = Given.Bruno });

        Assert.Equal(Call(1).Data, Assert.Single(Outbox.OpenTo(Given.Anna, Call(1).To)));
        await Outbox.RecordAsync(
            new Dictionary<Hash256, Outcome> { [Attempt(5).Hash] = new(Fate.Refused, Reason: "answered") }, [call], CancellationToken.None);
        Assert.Empty(Outbox.OpenTo(Given.Anna, Call(1).To));
    }

    [Fact]
    public async Task The_same_signed_transaction_is_taken_once()
    {
        var first = await Outbox.AddAsync(Call(1), Attempt(5), CancellationToken.None);

        Assert.Equal(first, await Outbox.AddAsync(Call(1), Attempt(5), CancellationToken.None));
        Assert.Single(Outbox.Newest(10));
    }

    [Fact]
    public async Task Going_back_makes_pending_again_what_was_in_the_blocks_that_are_gone()
    {
        var (replaced, replacement, kept) = (Attempt(5), Attempt(6), Attempt(7));
        var call = await AddAsync(Call(1), replaced, replacement);
        var before = await AddAsync(Call(2), kept);
        await Outbox.RecordAsync(
            new Dictionary<Hash256, Outcome>
            {
                [replaced.Hash] = new(Fate.Replaced, Reason: "by another"),
                [replacement.Hash] = new(Fate.Final, Block with { Number = 9 }, 1),
                [kept.Hash] = new(Fate.Final, Block, 1),
            },
            [call, before], CancellationToken.None);

        await new ChainStore(_store.Database).RollBackAsync(new(Block, [], [], 0), CancellationToken.None);

        var open = Assert.Single(await Outbox.OpenAsync(10, CancellationToken.None));
        Assert.Equal("call 1", open.Call.Purpose);
        Assert.All(open.Attempts, attempt => Assert.Equal(Outcome.Pending, attempt.Outcome));
    }

    private async Task<long> AddAsync(NewCall call, params Attempt[] attempts)
    {
        await Outbox.AddAsync([call], CancellationToken.None);
        var id = Outbox.Newest(1).Single().Id;
        await Outbox.AddAttemptsAsync([.. attempts.Select(attempt => (id, attempt))], CancellationToken.None);
        return id;
    }

    private static NewCall Call(int number) => new(Given.Anna, $"call {number}", Given.Bruno, [(byte)number], 21_000);

    private static Attempt Attempt(byte nonce) => new(Keccak256.Hash([nonce]), nonce, [2, nonce], nonce, BigInteger.One);
}

public sealed class OutboxStoreOnSqliteTests : OutboxStoreTests<SqliteStore>;

public sealed class OutboxStoreOnPostgresTests : OutboxStoreTests<PostgresStore>;
