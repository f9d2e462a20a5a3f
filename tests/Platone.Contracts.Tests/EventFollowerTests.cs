using Microsoft.Extensions.Logging.Abstractions;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Contracts.Following;
using Platone.Cryptography;

namespace Platone.Contracts.Tests;

public sealed class EventFollowerTests : IAsyncLifetime
{
    private readonly FastClock _clock = new();
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
        await foreach (var stretch in Follower(_chain.Anvil.Web3).FollowAsync(_start, CancellationToken.None))
        {
            stretches.Add(stretch);
            if (stretch.Head.Number == _start.Number + 2001) break;
        }

        Assert.Equal([1000UL, 2000, 2001], stretches.Select(stretch => stretch.Head.Number - _start.Number));
        Assert.Equal([2, 2, 1], stretches.Select(stretch => stretch.Logs.Count));
        Assert.Equal(expected, stretches.SelectMany(Declarations));
    }

    [Fact]
    public async Task A_stretch_has_its_last_blocks_hash_and_time()
    {
        await RequestAsync(0, 2);

        await using var stretches = Follower(_chain.Anvil.Web3).FollowAsync(_start, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await stretches.MoveNextAsync());

        var (head, headTime) = (stretches.Current.Head, stretches.Current.HeadTime);
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

        await foreach (var stretch in Follower(_chain.Anvil.Web3, _chain.Contracts.DataCertification).FollowAsync(_start, CancellationToken.None))
        {
            Assert.Empty(stretch.Logs);
            break;
        }
    }

    [Fact]
    public async Task It_waits_for_blocks_and_ends_when_it_is_told_to()
    {
        using var stopped = new CancellationTokenSource();
        await using var stretches = Follower(_chain.Anvil.Web3).FollowAsync(_start, stopped.Token).GetAsyncEnumerator();

        var waiting = stretches.MoveNextAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        var requested = await RequestAsync(0, 1);
        Assert.True(await waiting);
        Assert.Equal(requested, Declarations(stretches.Current));

        waiting = stretches.MoveNextAsync().AsTask();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task While_the_node_is_out_of_reach_it_waits_and_then_goes_on(WireState fault)
    {
        using var wire = new Wire(_chain.Anvil.Url) { State = fault };
        await using var stretches = Follower(wire.Web3).FollowAsync(_start, CancellationToken.None).GetAsyncEnumerator();
        var requested = await RequestAsync(0, 2);

        var waiting = stretches.MoveNextAsync().AsTask();
        await Eventually.TrueAsync(() => wire.Failures >= 2, "attempts that fail");
        Assert.False(waiting.IsCompleted);
        wire.State = WireState.Works;

        Assert.True(await waiting);
        Assert.Equal(requested, Declarations(stretches.Current));
    }

    [Fact]
    public async Task A_reorganisation_below_the_position_is_noticed_with_the_next_block()
    {
        await RequestAsync(0, 3);
        var (_, position) = await FollowToHeadAsync(_start);
        await _chain.Anvil.CallAsync<object>("anvil_reorg", 2, Array.Empty<object>());
        await _chain.Anvil.MineAsync(1);

        var error = await Assert.ThrowsAsync<ChainReorganisedException>(() => FollowToHeadAsync(position));

        Assert.Contains($"block {position.Number} with hash {position.Hash}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_that_became_shorter_is_a_reorganisation_too()
    {
        await RequestAsync(0, 3);
        var (_, position) = await FollowToHeadAsync(_start);
        await _chain.Anvil.CallAsync<object>("anvil_rollback", 2);

        await Assert.ThrowsAsync<ChainReorganisedException>(() => FollowToHeadAsync(position));
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
        var head = await _chain.Anvil.BlockNumberAsync();
        var seen = new List<Hash256>();
        await foreach (var stretch in Follower(_chain.Anvil.Web3).FollowAsync(position, CancellationToken.None))
        {
            seen.AddRange(Declarations(stretch));
            position = stretch.Head;
            if (position.Number >= head) break;
        }

        return (seen, position);
    }

    /// <summary>The identifier is the first indexed argument of every event of the registry.</summary>
    private static IEnumerable<Hash256> Declarations(ChainSegment stretch) => stretch.Logs.Select(log => Hash256.Parse((string)log.Topics[1]));
}
