using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Contracts.Following;

/// <summary>
/// Reads contracts' events block range by block range. It holds no state: where it stands is the cursor's, which the caller moves in the
/// same commit as the events' effects. Every time it is checked that the chain still has the block at the cursor; where it has not,
/// nothing of the node's word is taken ("removed" logs come from some nodes only): parent hashes tell.
/// </summary>
public sealed partial class EventFollower(IWeb3 web3, IReadOnlyList<Address> contracts, TimeSpan pollEvery, TimeProvider time, ILogger<EventFollower> logger)
{
    /// <summary>How many blocks one request may span: nodes limit what they answer.</summary>
    private const ulong MaxBlocks = 1000;

    private readonly string[] _contracts = [.. contracts.Select(contract => contract.ToString())];

    /// <summary>Every step of the chain from the cursor on, for ever. The caller has moved the cursor when it asks for the next.</summary>
    /// <exception cref="ForeignChainException">The chain has none of the blocks that were ever read: it is another one.</exception>
    public async IAsyncEnumerable<ChainStep> FollowAsync(ICursor cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(pollEvery, time);
        while (true)
        {
            if (await TryReadAsync(cursor).ConfigureAwait(false) is { } step) yield return step;
            else await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The position of a block, to start from.</summary>
    public static async Task<ChainPosition> PositionOfAsync(IWeb3 web3, ulong number)
    {
        var block = await BlockAsync(web3, number).ConfigureAwait(false) ?? throw new InvalidOperationException($"The chain has no block {number}.");
        return new(number, Hash256.Parse(block.BlockHash));
    }

    private async Task<ChainStep?> TryReadAsync(ICursor cursor)
    {
        try
        {
            return await ReadAsync(cursor).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcClientUnknownException or RpcClientTimeoutException or RpcResponseException)
        {
            LogUnreachable(logger, e.InnerException?.Message ?? e.Message);
            return null;
        }
    }

    private async Task<ChainStep?> ReadAsync(ICursor cursor)
    {
        var position = cursor.Position() ?? throw new InvalidOperationException("The cursor has no position to start from.");
        var newest = await ChainHead.ReadAsync(web3).ConfigureAwait(false);
        if (newest.Position == position) return null;

        // A head below the cursor may be a node that lags behind: only another block at a kept height says that the chain changed.
        var known = newest.Position.Number > position.Number ? position : cursor.AtOrBelow(newest.Position.Number);
        if (known is not { } kept || !await HasAsync(kept).ConfigureAwait(false)) return await ReorganisedAsync(cursor, position).ConfigureAwait(false);
        if (newest.Position.Number <= position.Number) return null;

        return await SegmentAsync(position, newest.Position.Number).ConfigureAwait(false);
    }

    private async Task<ChainSegment?> SegmentAsync(ChainPosition position, ulong newest)
    {
        var to = Math.Min(newest, position.Number + MaxBlocks);
        var before = await BlockAsync(web3, to).ConfigureAwait(false);
        var logs = await web3.Eth.Filters.GetLogs.SendRequestAsync(new NewFilterInput
        {
            Address = _contracts,
            FromBlock = new BlockParameter(position.Number + 1),
            ToBlock = new BlockParameter(to),
        }).ConfigureAwait(false);

        // Logs are asked for by number: that the chain did not change under the question, the last block's hash tells, asked before and
        // after, and that it still stands on the position.
        var head = await BlockAsync(web3, to).ConfigureAwait(false);
        if (head is null || head.BlockHash != before?.BlockHash) return null;

        var follows = to == position.Number + 1 && position.Number > 0
            ? Hash256.Parse(head.ParentHash) == position.Hash
            : await HasAsync(position).ConfigureAwait(false);
        return follows ? new(new(to, Hash256.Parse(head.BlockHash)), (long)head.Timestamp.Value, logs) : null;
    }

    private async Task<ChainReorganised> ReorganisedAsync(ICursor cursor, ChainPosition lost)
    {
        var candidate = cursor.AtOrBelow(lost.Number - 1);
        while (candidate is { } kept && !await HasAsync(kept).ConfigureAwait(false)) candidate = kept.Number == 0 ? null : cursor.AtOrBelow(kept.Number - 1);
        return candidate is { } ancestor ? new(ancestor, lost) : throw new ForeignChainException(lost);
    }

    private async Task<bool> HasAsync(ChainPosition position)
    {
        if (await BlockAsync(web3, position.Number).ConfigureAwait(false) is { } block && Hash256.Parse(block.BlockHash) == position.Hash) return true;

        // anvil makes a block 0 of its own at every start; the one that the chain stands on is block 1's parent.
        return position.Number == 0 && await BlockAsync(web3, 1).ConfigureAwait(false) is { } second && Hash256.Parse(second.ParentHash) == position.Hash;
    }

    private static Task<BlockWithTransactionHashes?> BlockAsync(IWeb3 web3, ulong number) =>
        web3.Eth.Blocks.GetBlockWithTransactionsHashesByNumber.SendRequestAsync(new HexBigInteger(number))!;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The chain's node does not answer: {Reason}")]
    private static partial void LogUnreachable(ILogger logger, string reason);
}

/// <summary>The chain has none of the blocks that were read: what is stored came from another chain, or all of this one's history is gone.</summary>
public sealed class ForeignChainException(ChainPosition position)
    : Exception($"The chain has neither block {position.Number} with hash {position.Hash}, up to which it was read, nor any block kept from before it.");
