using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.Transactions;

namespace Nethereum.RPC.Eth.Services;

public interface IEthApiTransactionsService
{
    IEthCall Call { get; }

    IEthEstimateGas EstimateGas { get; }

    IEthGetTransactionByHash GetTransactionByHash { get; }

    IEthGetTransactionCount GetTransactionCount { get; }

    IEthGetTransactionReceipt GetTransactionReceipt { get; }

    IEthSendRawTransaction SendRawTransaction { get; }
}

sealed class EthApiTransactionsService(IClient client) : IEthApiTransactionsService
{
    public IEthCall Call { get; } = new EthCall(client);

    public IEthEstimateGas EstimateGas { get; } = new EthEstimateGas(client);

    public IEthGetTransactionByHash GetTransactionByHash { get; } = new EthGetTransactionByHash(client);

    public IEthGetTransactionCount GetTransactionCount { get; } = new EthGetTransactionCount(client);

    public IEthGetTransactionReceipt GetTransactionReceipt { get; } = new EthGetTransactionReceipt(client);

    public IEthSendRawTransaction SendRawTransaction { get; } = new EthSendRawTransaction(client);
}
