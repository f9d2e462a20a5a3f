using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.RPC.Eth.Filters;

public interface IEthGetLogs
{
    Task<FilterLog[]> SendRequestAsync(NewFilterInput newFilter, object id = null);
}

sealed class EthGetLogs(IClient client) : IEthGetLogs
{
    public Task<FilterLog[]> SendRequestAsync(NewFilterInput newFilter, object id = null) =>
        client.SendRequestAsync<FilterLog[]>(new RpcRequest(id, "eth_getLogs", newFilter));
}
