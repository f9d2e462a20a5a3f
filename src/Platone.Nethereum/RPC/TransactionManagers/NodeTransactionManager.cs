using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.RPC.TransactionManagers;

/// <summary>For a Web3 without an account: the node holds the keys, completes and signs.</summary>
sealed class NodeTransactionManager(IClient client) : TransactionManagerBase(client, account: null, chainId: null)
{
    public override Task<string> SendTransactionAsync(TransactionInput transactionInput) =>
        RequiredClient().SendRequestAsync<string>("eth_sendTransaction", null, transactionInput);

    public override Task<string> SignTransactionAsync(TransactionInput transaction) =>
        throw new InvalidOperationException("Without an account nothing can be signed here: make the Web3 with one.");
}
