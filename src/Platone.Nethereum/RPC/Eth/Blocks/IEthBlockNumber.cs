using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Infrastructure;

namespace Nethereum.RPC.Eth.Blocks;

public interface IEthBlockNumber : IGenericRpcRequestResponseHandlerNoParam<HexBigInteger>;

sealed class EthBlockNumber(IClient client) : IEthBlockNumber
{
    public Task<HexBigInteger> SendRequestAsync(object id = null) => client.SendRequestAsync<HexBigInteger>(new RpcRequest(id, "eth_blockNumber"));
}
