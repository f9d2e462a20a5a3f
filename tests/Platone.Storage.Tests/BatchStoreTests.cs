using Platone.Certification;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage.Tests;

public abstract class BatchStoreTests<TStore> : IDisposable
    where TStore : StoreUnderTest, new()
{
    private readonly TStore _store = new();
    private readonly StoredChain _chain;

    public BatchStoreTests() => _chain = new(_store);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_closed_batch_is_found_as_it_was_closed()
    {
        await AcceptAsync(from: 0, count: 5);

        var closed = await _chain.CloseBatchAsync(onChain: false);

        var found = _store.Batches.Find(1)!;
        Assert.Equal(closed.Record, found.Record);
        Assert.Equal(closed.Leaves, found.Leaves);
        Assert.Equal(closed.Index, found.Index);
        Assert.Null(found.Block);
        Assert.Equal(closed.Record, _store.Batches.Last());
    }

    [Fact]
    public async Task Readings_stand_at_the_positions_of_their_leaves()
    {
        await AcceptAsync(from: 0, count: 5);
        var closed = await _chain.CloseBatchAsync();

        var readings = _store.Batches.ReadingsOf(1);

        Assert.Equal(closed.Leaves, readings.Select(reading => reading.ToRecord().Leaf()));
        Assert.Equal([0U, 1, 2, 3, 4, 5, 6, 7, 8, 9], readings.Select(reading => reading.Position!.Value));
    }

    [Fact]
    public async Task Only_what_no_batch_holds_is_uncertified_oldest_first()
    {
        await AcceptAsync(from: 0, count: 2);
        await _chain.CloseBatchAsync(onChain: false);
        await AcceptAsync(from: 2, count: 2);

        Assert.Equal(4, _store.Batches.CountUncertified());
        Assert.Equal([5L, 6, 7], _store.Batches.Uncertified(3).Select(item => item.Reading.Id));
        Assert.All(_store.Batches.Uncertified(10), item => Assert.Equal(Given.CertifyBy, item.CertifyBy));
    }

    [Fact]
    public async Task Batches_are_chained()
    {
        await AcceptAsync(from: 0, count: 1);
        var first = await _chain.CloseBatchAsync();
        await AcceptAsync(from: 1, count: 1);
        var second = await _chain.CloseBatchAsync();

        Assert.Equal((Hash256.Zero, first.Record.Hash()), (first.Record.Previous, second.Record.Previous));
        Assert.Equal([1L, 2], _store.Batches.NumbersOutside(0));
    }

    [Fact]
    public async Task The_call_that_certifies_it_is_in_the_outbox_with_the_batch()
    {
        await AcceptAsync(from: 0, count: 1);
        await _chain.CloseBatchAsync();

        var open = Assert.Single(await new OutboxStore(_store.Database).OpenAsync(10, CancellationToken.None));

        Assert.Equal("certify batch 1", open.Call.Purpose);
        Assert.Equal(StoredChain.Certify(1).Data, open.Call.Data);
        Assert.Empty(open.Attempts);
    }

    [Fact]
    public async Task What_the_chain_took_back_is_certified_no_more_until_it_is_there_again()
    {
        await AcceptAsync(from: 0, count: 2);
        await _chain.CloseBatchAsync();
        await AcceptAsync(from: 2, count: 2);
        await _chain.CloseBatchAsync();
        var block = _store.Batches.Find(2)!.Block!.Value;

        await new ChainStore(_store.Database).RollBackAsync(new(block with { Number = block.Number - 1 }, [], [], 0), CancellationToken.None);
        Assert.Equal((8, 4), _store.Queries.Count());
        Assert.Null(_store.Batches.Find(2)!.Block);

        await _chain.FollowAsync(2);
        Assert.Equal((8, 8), _store.Queries.Count());
    }

    [Fact]
    public async Task Certified_is_what_the_follower_saw_on_the_chain()
    {
        await AcceptAsync(from: 0, count: 2);
        await _chain.CloseBatchAsync(followed: false);
        Assert.Equal((4, 0), _store.Queries.Count());

        await _chain.FollowAsync(1);

        Assert.Equal((4, 4), _store.Queries.Count());
        Assert.Equal(11UL, _store.Batches.Find(1)!.Block!.Value.Number);
    }

    [Fact]
    public async Task A_reading_that_another_batch_holds_undoes_the_whole_closing()
    {
        await AcceptAsync(from: 0, count: 2);
        await _chain.CloseBatchAsync();
        await AcceptAsync(from: 2, count: 2);
        var (batch, placed) = _chain.Prepare();
        placed[^1] = placed[^1] with { Id = 1 };

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _store.Batches.CloseAsync(batch, placed, StoredChain.Certify(2), CancellationToken.None));

        Assert.Contains("1 of the batch's 4 readings are in another batch", error.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1, 4), (_store.Count("batch"), _store.Count("outbox_call"), _store.Batches.CountUncertified()));
    }

    [Fact]
    public async Task After_a_restart_the_chain_of_batches_goes_on()
    {
        await AcceptAsync(from: 0, count: 1);
        var first = await _chain.CloseBatchAsync();
        _store.Reopen();
        await AcceptAsync(from: 1, count: 1);

        Assert.Equal((first.Record.Hash(), 2UL), (await _chain.CloseBatchAsync()) is { Record: var record } ? (record.Previous, record.Number) : default);
    }

    [Fact]
    public async Task Every_reading_of_a_batch_has_a_proof_and_no_other_has()
    {
        await AcceptAsync(from: 0, count: 7);
        await _chain.CloseBatchAsync();
        await AcceptAsync(from: 7, count: 1);
        var proofs = new ProofSource(_store.Batches);
        // Up to the batch's root: what the chain adds needs a chain, and stands between these checks and "valid".
        var noChain = new ProofChain(1, Address.Zero.ToString(), "0x", [], []);

        for (var id = 1L; id <= 14; id++)
        {
            var reading = _store.Queries.Find(id)!;
            var result = ProofVerifier.Verify(ProofSource.ProofOf(reading, proofs.BatchOf(reading)!, noChain)!);
            Assert.Equal(
                ["provider", "stream", "sequence", "kind", "content", "path"], result.Checks.Where(check => check.Ok).Select(check => check.Name).Skip(1));
            Assert.False(result.Valid);
        }

        Assert.Null(proofs.BatchOf(_store.Queries.Find(15)!));
    }

    /// <summary>Two readings a second, of two streams.</summary>
    private async Task AcceptAsync(int from, int count)
    {
        for (var second = from; second < from + count; second++)
            await _store.AcceptAsync(Given.Message(Given.Anna, "LN-1", second, ("activepower", "W", "1"), ("frequency", "Hz", "50")));
    }
}

public sealed class BatchStoreOnSqliteTests : BatchStoreTests<SqliteStore>;

public sealed class BatchStoreOnPostgresTests : BatchStoreTests<PostgresStore>;
