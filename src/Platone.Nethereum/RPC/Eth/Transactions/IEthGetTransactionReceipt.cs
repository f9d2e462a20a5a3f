using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.RPC.Eth.Transactions;

public interface IEthGetTransactionReceipt
{
    /// <returns>Null while the transaction is in no block.</returns>
    Task<TransactionReceipt> SendRequestAsync(string transactionHash, object id = null);
}

sealed class EthGetTransactionReceipt(IClient client) : IEthGetTransactionReceipt
{
    public Task<TransactionReceipt> SendRequestAsync(string transactionHash, object id = null) =>
        client.SendRequestAsync<TransactionReceipt>(new RpcRequest(id, "eth_getTransactionReceipt", transactionHash));
}
