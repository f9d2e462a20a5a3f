using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.RPC.Eth.Transactions;

public interface IEthGetTransactionByHash
{
    /// <returns>Null where the node knows no such transaction; without a block while it is pending.</returns>
    Task<Transaction> SendRequestAsync(string hashTransaction, object id = null);
}

sealed class EthGetTransactionByHash(IClient client) : IEthGetTransactionByHash
{
    public Task<Transaction> SendRequestAsync(string hashTransaction, object id = null) =>
        client.SendRequestAsync<Transaction>(new RpcRequest(id, "eth_getTransactionByHash", hashTransaction));
}
