using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.RPC.Eth.Blocks;

public interface IEthGetBlockWithTransactionsHashesByNumber
{
    /// <returns>Null where the node has no such block.</returns>
    Task<BlockWithTransactionHashes> SendRequestAsync(BlockParameter blockParameter, object id = null);

    Task<BlockWithTransactionHashes> SendRequestAsync(HexBigInteger number, object id = null);
}

sealed class EthGetBlockWithTransactionsHashesByNumber(IClient client) : IEthGetBlockWithTransactionsHashesByNumber
{
    public Task<BlockWithTransactionHashes> SendRequestAsync(BlockParameter blockParameter, object id = null) =>
        client.SendRequestAsync<BlockWithTransactionHashes>(new RpcRequest(id, "eth_getBlockByNumber", blockParameter, false));

    public Task<BlockWithTransactionHashes> SendRequestAsync(HexBigInteger number, object id = null) => SendRequestAsync(new BlockParameter(number), id);
}
