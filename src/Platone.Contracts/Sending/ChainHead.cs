using System.Numerics;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Platone.Contracts.Following;
using Platone.Cryptography;

namespace Platone.Contracts.Sending;

/// <summary>The newest block as a node tells it.</summary>
/// <param name="Parent">The hash of the block before it.</param>
/// <param name="Time">Unix seconds.</param>
/// <param name="BaseFeePerGas">Wei.</param>
public sealed record ChainHead(ChainPosition Position, Hash256 Parent, long Time, BigInteger BaseFeePerGas)
{
    public static async Task<ChainHead> ReadAsync(IWeb3 web3)
    {
        var block = await web3.Eth.Blocks.GetBlockWithTransactionsHashesByNumber.SendRequestAsync(BlockParameter.CreateLatest()).ConfigureAwait(false);
        return new(
            new((ulong)block.Number.Value, Hash256.Parse(block.BlockHash)), Hash256.Parse(block.ParentHash), (long)block.Timestamp.Value,
            block.BaseFeePerGas?.Value ?? BigInteger.Zero);
    }
}
