using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Cryptography;

namespace Platone.Contracts.Following;

/// <summary>A stretch of blocks that was read.</summary>
/// <param name="Head">Its last block.</param>
/// <param name="HeadTime">That block's time, Unix seconds.</param>
/// <param name="Logs">The followed contracts' logs in it, in the order of the chain.</param>
public sealed record ChainSegment(ChainPosition Head, long HeadTime, IReadOnlyList<FilterLog> Logs);

/// <summary>
/// Reads contracts' events block range by block range. It holds no state: the caller keeps the position in the same commit as the
/// events' effects, so that each event takes effect once. That the chain still has the block it stood on is checked every time.
/// </summary>
public sealed partial class EventFollower(IWeb3 web3, IReadOnlyList<Address> contracts, TimeSpan pollEvery, TimeProvider time, ILogger<EventFollower> logger)
{
    /// <summary>How many blocks one request may span: nodes limit what they answer.</summary>
    private const ulong MaxBlocks = 1000;

    private readonly string[] _contracts = [.. contracts.Select(contract => contract.ToString())];

    /// <summary>Every stretch of blocks from behind <paramref name="position"/> on, for ever; a stretch comes when the chain has new blocks.</summary>
    /// <exception cref="ChainReorganisedException">The chain no longer has the block at the position.</exception>
    public async IAsyncEnumerable<ChainSegment> FollowAsync(ChainPosition position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(pollEvery, time);
        while (true)
        {
            var segment = await TryReadAsync(position).ConfigureAwait(false);
            if (segment is null)
            {
                await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            yield return segment;
            position = segment.Head;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The position of a block, to start from.</summary>
    public static async Task<ChainPosition> PositionOfAsync(IWeb3 web3, ulong number)
    {
        var block = await BlockAsync(web3, number).ConfigureAwait(false) ?? throw new InvalidOperationException($"The chain has no block {number}.");
        return new(number, Hash256.Parse(block.BlockHash));
    }

    private async Task<ChainSegment?> TryReadAsync(ChainPosition position)
    {
        try
        {
            return await ReadAsync(position).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcClientUnknownException or RpcClientTimeoutException or RpcResponseException)
        {
            LogUnreachable(logger, e.InnerException?.Message ?? e.Message);
            return null;
        }
    }

    private async Task<ChainSegment?> ReadAsync(ChainPosition position)
    {
        var newest = (ulong)(await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync().ConfigureAwait(false)).Value;
        if (newest == position.Number) return null;

        var stoodOn = await BlockAsync(web3, position.Number).ConfigureAwait(false);
        if (stoodOn is null || Hash256.Parse(stoodOn.BlockHash) != position.Hash) throw new ChainReorganisedException(position, newest);

        var to = Math.Min(newest, position.Number + MaxBlocks);
        var logs = await web3.Eth.Filters.GetLogs.SendRequestAsync(new NewFilterInput
        {
            Address = _contracts,
            FromBlock = new BlockParameter(position.Number + 1),
            ToBlock = new BlockParameter(to),
        }).ConfigureAwait(false);

        var head = await BlockAsync(web3, to).ConfigureAwait(false);
        return head is null ? null : new(new(to, Hash256.Parse(head.BlockHash)), (long)head.Timestamp.Value, logs);
    }

    private static Task<BlockWithTransactionHashes?> BlockAsync(IWeb3 web3, ulong number) =>
        web3.Eth.Blocks.GetBlockWithTransactionsHashesByNumber.SendRequestAsync(new HexBigInteger(number))!;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The chain's node does not answer: {Reason}")]
    private static partial void LogUnreachable(ILogger logger, string reason);
}

/// <summary>The chain lost the block that was read last: what was read from it may not hold any more.</summary>
public sealed class ChainReorganisedException(ChainPosition position, ulong newest)
    : Exception($"The chain (now at block {newest}) no longer has block {position.Number} with hash {position.Hash}, up to which it was read.");
