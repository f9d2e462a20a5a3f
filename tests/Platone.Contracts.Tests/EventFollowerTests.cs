using Microsoft.Extensions.Logging.Abstractions;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Contracts.Following;
using Platone.Cryptography;

namespace Platone.Contracts.Tests;

public sealed class EventFollowerTests : IAsyncLifetime
{
    private readonly FastClock _clock = new();
    private readonly MemoryCursor _cursor = new();
    private DeployedChain _chain = null!;
    private ChainPosition _start;

    public static TheoryData<WireState> Faults => [WireState.Cut, WireState.Hangs, WireState.NodeIsBusy, WireState.NodeRefuses];

    public async ValueTask InitializeAsync()
    {
        _chain = await DeployedChain.StartAsync();
        _start = await EventFollower.PositionOfAsync(_chain.Anvil.Web3, await _chain.Anvil.BlockNumberAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _clock.DisposeAsync();
        if (_chain is not null) await _chain.DisposeAsync();
    }

    [Fact]
    public async Task Every_event_comes_once_in_the_order_of_the_chain()
    {
        var requested = await RequestAsync(0, 10);

        var (seen, position) = await FollowToHeadAsync(_start);

        Assert.Equal(requested, seen);
        Assert.Equal(await EventFollower.PositionOfAsync(_chain.Anvil.Web3, await _chain.Anvil.BlockNumberAsync()), position);
    }

    [Fact]
    public async Task After_each_restart_it_goes_on_from_the_position_that_was_kept()
    {
        var (expected, seen, position) = (new List<Hash256>(), new List<Hash256>(), _start);
        for (var round = 0; round < 5; round++)
        {
            expected.AddRange(await RequestAsync(round * 10, 3));
            var (news, reached) = await FollowToHeadAsync(position);
            seen.AddRange(news);
            position = reached;
        }

        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task What_was_not_kept_comes_again()
    {
        var requested = await RequestAsync(0, 3);

        Assert.Equal(requested, (await FollowToHeadAsync(_start)).Seen);
        Assert.Equal(requested, (await FollowToHeadAsync(_start)).Seen);
    }

    [Fact]
    public async Task Thousands_of_blocks_are_read_in_stretches_and_no_event_at_their_borders_is_lost_or_doubled()
    {
        // At the first block, the last of the first stretch, the first and the last of the second, the first of the third.
        var expected = await RequestAsync(0, 1);
        await _chain.Anvil.MineAsync(998);
        expected.AddRange(await RequestAsync(1, 2));
        await _chain.Anvil.MineAsync(998);
        expected.AddRange(await RequestAsync(3, 2));
        Assert.Equal(_start.Number + 2001, await _chain.Anvil.BlockNumberAsync());

        var stretches = new List<ChainSegment>();
        await foreach (var stretch in StretchesAsync(_start)) stretches.Add(stretch);

        Assert.Equal([1000UL, 2000, 2001], stretches.Select(stretch => stretch.Head.Number - _start.Number));
        Assert.Equal([2, 2, 1], stretches.Select(stretch => stretch.Logs.Count));
        Assert.Equal(expected, stretches.SelectMany(Declarations));
    }

    [Fact]
    public async Task A_stretch_has_its_last_blocks_hash_and_time()
    {
        await RequestAsync(0, 2);

        var (head, headTime) = Assert.IsType<ChainSegment>(await NextAsync(new MemoryCursor(_start))) is var stretch
            ? (stretch.Head, stretch.HeadTime)
            : default;
        var block = await _chain.Anvil.Web3.Eth.Blocks.GetBlockWithTransactionsHashesByNumber.SendRequestAsync(new BlockParameter(head.Number));
        Assert.Equal((block.BlockHash, (long)block.Timestamp.Value), (head.Hash.ToString(), headTime));
    }

    [Fact]
    public async Task Blocks_without_events_move_the_position()
    {
        await _chain.Anvil.MineAsync(3);

        var (seen, position) = await FollowToHeadAsync(_start);

        Assert.Empty(seen);
        Assert.Equal(_start.Number + 3, position.Number);
    }

    [Fact]
    public async Task Events_of_other_contracts_do_not_come()
    {
        await RequestAsync(0, 2);

        var follower = Follower(_chain.Anvil.Web3, _chain.Contracts.DataCertification);
        await foreach (var step in follower.FollowAsync(new MemoryCursor(_start), CancellationToken.None))
        {
            Assert.Empty(Assert.IsType<ChainSegment>(step).Logs);
            break;
        }
    }

    [Fact]
    public async Task It_waits_for_blocks_and_ends_when_it_is_told_to()
    {
        using var stopped = new CancellationTokenSource();
        _cursor.Pass(_start);
        await using var stretches = Follower(_chain.Anvil.Web3).FollowAsync(_cursor, stopped.Token).GetAsyncEnumerator();

        var waiting = stretches.MoveNextAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        var requested = await RequestAsync(0, 1);
        Assert.True(await waiting);
        var stretch = Assert.IsType<ChainSegment>(stretches.Current);
        Assert.Equal(requested, Declarations(stretch));
        _cursor.Pass(stretch.Head);

        waiting = stretches.MoveNextAsync().AsTask();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task While_the_node_is_out_of_reach_it_waits_and_then_goes_on(WireState fault)
    {
        using var wire = new Wire(_chain.Anvil.Url) { State = fault };
        await using var stretches = Follower(wire.Web3).FollowAsync(new MemoryCursor(_start), CancellationToken.None).GetAsyncEnumerator();
        var requested = await RequestAsync(0, 2);

        var waiting = stretches.MoveNextAsync().AsTask();
        await Eventually.TrueAsync(() => wire.Failures >= 2, "attempts that fail");
        Assert.False(waiting.IsCompleted);
        wire.State = WireState.Works;

        Assert.True(await waiting);
        Assert.Equal(requested, Declarations(Assert.IsType<ChainSegment>(stretches.Current)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_reorganisation_leads_back_to_the_newest_block_that_is_still_there(int depth)
    {
        await RequestAsync(0, 6);
        var lost = await PassEachAsync();
        await _chain.Anvil.CallAsync<object>("anvil_reorg", depth, Array.Empty<object>());

        var step = Assert.IsType<ChainReorganised>(await NextAsync(_cursor));

        Assert.Equal((lost, lost.Number - (ulong)depth, (ulong)depth), (step.Lost, step.Ancestor.Number, step.Depth));
        Assert.Equal(await EventFollower.PositionOfAsync(_chain.Anvil.Web3, step.Ancestor.Number), step.Ancestor);
    }

    [Fact]
    public async Task A_chain_that_became_shorter_is_waited_for_and_a_reorganisation_once_another_block_is_there()
    {
        await RequestAsync(0, 3);
        var lost = await PassEachAsync();
        await _chain.Anvil.CallAsync<object>("anvil_rollback", 2);

        var waiting = NextAsync(_cursor);
        await Task.Delay(300);
        Assert.False(waiting.IsCompleted, "a node that lags behind looks the same");
        await _chain.Anvil.MineAsync(1);

        Assert.Equal(new ChainReorganised(new(lost.Number - 2, _cursor.AtOrBelow(lost.Number - 2)!.Value.Hash), lost), await waiting);
    }

    [Fact]
    public async Task A_reorganisation_above_the_position_is_none()
    {
        await RequestAsync(0, 3);
        await _chain.Anvil.CallAsync<object>("anvil_reorg", 1, Array.Empty<object>());

        var (seen, _) = await FollowToHeadAsync(_start);

        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public async Task A_chain_without_any_of_the_blocks_is_another_one()
    {
        _cursor.Pass(_start with { Hash = Keccak256.Hash([1]) });
        await _chain.Anvil.MineAsync(1);

        await Assert.ThrowsAsync<ForeignChainException>(() => NextAsync(_cursor));
    }

    [Fact]
    public async Task A_block_that_is_not_there_has_no_position()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => EventFollower.PositionOfAsync(_chain.Anvil.Web3, 1_000_000));

        Assert.Equal("The chain has no block 1000000.", error.Message);
    }

    private EventFollower Follower(IWeb3 web3) => Follower(web3, _chain.Contracts.SubscriptionRegistry);

    private EventFollower Follower(IWeb3 web3, Address contract) => new(web3, [contract], TimeSpan.FromSeconds(1), _clock, NullLogger<EventFollower>.Instance);

    /// <summary>Emits one event a block.</summary>
    private async Task<List<Hash256>> RequestAsync(int first, int count)
    {
        var requested = new List<Hash256>();
        for (var number = first; number < first + count; number++) requested.Add(await _chain.Consumer.RequestAsync(_chain.Provider.Address, number));
        return requested;
    }

    private async Task<(List<Hash256> Seen, ChainPosition Position)> FollowToHeadAsync(ChainPosition position)
    {
        var seen = new List<Hash256>();
        await foreach (var stretch in StretchesAsync(position))
        {
            seen.AddRange(Declarations(stretch));
            position = stretch.Head;
        }

        return (seen, position);
    }

    /// <summary>Stands on each block in turn up to the head, as with a block a second.</summary>
    private async Task<ChainPosition> PassEachAsync()
    {
        var head = await _chain.Anvil.BlockNumberAsync();
        for (var number = _start.Number; number <= head; number++) _cursor.Pass(await EventFollower.PositionOfAsync(_chain.Anvil.Web3, number));
        return _cursor.Position()!.Value;
    }

    /// <summary>All stretches up to the chain's head as it is now.</summary>
    private async IAsyncEnumerable<ChainSegment> StretchesAsync(ChainPosition position)
    {
        var head = await _chain.Anvil.BlockNumberAsync();
        var cursor = new MemoryCursor(position);
        await foreach (var step in Follower(_chain.Anvil.Web3).FollowAsync(cursor, CancellationToken.None))
        {
            var stretch = Assert.IsType<ChainSegment>(step);
            cursor.Pass(stretch.Head);
            yield return stretch;
            if (stretch.Head.Number >= head) yield break;
        }
    }

    private async Task<ChainStep> NextAsync(MemoryCursor cursor)
    {
        await using var steps = Follower(_chain.Anvil.Web3).FollowAsync(cursor, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await steps.MoveNextAsync());
        return steps.Current;
    }

    /// <summary>The identifier is the first indexed argument of every event of the registry.</summary>
    private static IEnumerable<Hash256> Declarations(ChainSegment stretch) => stretch.Logs.Select(log => Hash256.Parse((string)log.Topics[1]));
}
