using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.JsonRpc.Client;

namespace Nethereum.RPC.Eth.Transactions;

public interface IEthSendRawTransaction
{
    /// <param name="signedTransactionData">Hexadecimal, with or without 0x.</param>
    /// <returns>The transaction's hash.</returns>
    Task<string> SendRequestAsync(string signedTransactionData, object id = null);
}

sealed class EthSendRawTransaction(IClient client) : IEthSendRawTransaction
{
    public Task<string> SendRequestAsync(string signedTransactionData, object id = null) =>
        client.SendRequestAsync<string>(new RpcRequest(id, "eth_sendRawTransaction", signedTransactionData.EnsureHexPrefix()));
}
