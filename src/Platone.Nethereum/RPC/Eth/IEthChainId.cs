using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Infrastructure;

namespace Nethereum.RPC.Eth;

public interface IEthChainId : IGenericRpcRequestResponseHandlerNoParam<HexBigInteger>;

sealed class EthChainId(IClient client) : IEthChainId
{
    public Task<HexBigInteger> SendRequestAsync(object id = null) => client.SendRequestAsync<HexBigInteger>(new RpcRequest(id, "eth_chainId"));
}
