using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.RPC.Eth.Transactions;

public interface IEthEstimateGas
{
    Task<HexBigInteger> SendRequestAsync(CallInput callInput, object id = null);
}

sealed class EthEstimateGas(IClient client) : IEthEstimateGas
{
    public Task<HexBigInteger> SendRequestAsync(CallInput callInput, object id = null) =>
        client.SendRequestAsync<HexBigInteger>(new RpcRequest(id, "eth_estimateGas", callInput));
}
