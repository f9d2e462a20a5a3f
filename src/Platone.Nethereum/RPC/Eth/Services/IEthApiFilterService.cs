using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.Filters;

namespace Nethereum.RPC.Eth.Services;

public interface IEthApiFilterService
{
    IEthGetLogs GetLogs { get; }
}

sealed class EthApiFilterService(IClient client) : IEthApiFilterService
{
    public IEthGetLogs GetLogs { get; } = new EthGetLogs(client);
}
