using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.RPC.Eth.Transactions;

public interface IEthGetTransactionCount
{
    /// <returns>The next nonce at the latest block.</returns>
    Task<HexBigInteger> SendRequestAsync(string address, object id = null);

    Task<HexBigInteger> SendRequestAsync(string address, BlockParameter block, object id = null);
}

sealed class EthGetTransactionCount(IClient client) : IEthGetTransactionCount
{
    public Task<HexBigInteger> SendRequestAsync(string address, object id = null) => SendRequestAsync(address, BlockParameter.CreateLatest(), id);

    public Task<HexBigInteger> SendRequestAsync(string address, BlockParameter block, object id = null) =>
        client.SendRequestAsync<HexBigInteger>(new RpcRequest(id, "eth_getTransactionCount", address, block));
}
