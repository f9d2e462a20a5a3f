using Nethereum.Contracts.Services;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Accounts;
using Nethereum.RPC.TransactionManagers;
using Nethereum.RPC.TransactionReceipts;

namespace Nethereum.Web3;

public class Web3 : IWeb3
{
    public Web3(IClient client) : this(client, new NodeTransactionManager(client))
    {
    }

    public Web3(IAccount account, IClient client) : this(client, WithClient(account.TransactionManager, client))
    {
    }

    public Web3(string url = "http://localhost:8545/") : this(new RpcClient(new Uri(url)))
    {
    }

    public Web3(IAccount account, string url = "http://localhost:8545/") : this(account, new RpcClient(new Uri(url)))
    {
    }

    Web3(IClient client, ITransactionManager transactionManager)
    {
        Client = client;
        Eth = new EthApiContractService(client, transactionManager);
    }

    public IClient Client { get; }

    public IEthApiContractService Eth { get; }

    public ITransactionManager TransactionManager
    {
        get => Eth.TransactionManager;
        set => Eth.TransactionManager = value;
    }

    public ITransactionReceiptService TransactionReceiptPolling
    {
        get => TransactionManager.TransactionReceiptService;
        set => TransactionManager.TransactionReceiptService = value;
    }

    static ITransactionManager WithClient(ITransactionManager transactionManager, IClient client)
    {
        if (transactionManager is TransactionManagerBase manager) manager.Client = client;
        return transactionManager;
    }
}
