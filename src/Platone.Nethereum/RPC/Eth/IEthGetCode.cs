using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.RPC.Eth;

public interface IEthGetCode
{
    /// <returns>The contract's code at the latest block; <c>0x</c> where there is none.</returns>
    Task<string> SendRequestAsync(string address, object id = null);

    Task<string> SendRequestAsync(string address, BlockParameter block, object id = null);
}

sealed class EthGetCode(IClient client) : IEthGetCode
{
    public Task<string> SendRequestAsync(string address, object id = null) => SendRequestAsync(address, BlockParameter.CreateLatest(), id);

    public Task<string> SendRequestAsync(string address, BlockParameter block, object id = null) =>
        client.SendRequestAsync<string>(new RpcRequest(id, "eth_getCode", address, block));
}
