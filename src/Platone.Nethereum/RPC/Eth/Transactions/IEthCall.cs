using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.RPC.Eth.Transactions;

public interface IEthCall
{
    /// <returns>What the call returned at the latest block, as hexadecimal.</returns>
    Task<string> SendRequestAsync(CallInput callInput, object id = null);

    Task<string> SendRequestAsync(CallInput callInput, BlockParameter block, object id = null);
}

sealed class EthCall(IClient client) : IEthCall
{
    public Task<string> SendRequestAsync(CallInput callInput, object id = null) => SendRequestAsync(callInput, BlockParameter.CreateLatest(), id);

    public Task<string> SendRequestAsync(CallInput callInput, BlockParameter block, object id = null) =>
        client.SendRequestAsync<string>(new RpcRequest(id, "eth_call", callInput, block));
}
