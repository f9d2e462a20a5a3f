using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.RPC.Eth;

public interface IEthGetBalance
{
    /// <returns>Wei, at the latest block.</returns>
    Task<HexBigInteger> SendRequestAsync(string address, object id = null);

    Task<HexBigInteger> SendRequestAsync(string address, BlockParameter block, object id = null);
}

sealed class EthGetBalance(IClient client) : IEthGetBalance
{
    public Task<HexBigInteger> SendRequestAsync(string address, object id = null) => SendRequestAsync(address, BlockParameter.CreateLatest(), id);

    public Task<HexBigInteger> SendRequestAsync(string address, BlockParameter block, object id = null) =>
        client.SendRequestAsync<HexBigInteger>(new RpcRequest(id, "eth_getBalance", address, block));
}
