using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.Contracts.ContractHandlers;
using Nethereum.Contracts.CQS;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth;
using Nethereum.RPC.Eth.Services;
using Nethereum.RPC.TransactionManagers;

namespace Nethereum.Contracts.Services;

public class EthApiContractService(IClient client, ITransactionManager transactionManager) : IEthApiContractService
{
    public IEthChainId ChainId { get; } = new EthChainId(client);

    public IEthApiBlockService Blocks { get; } = new EthApiBlockService(client);

    public IEthApiFilterService Filters { get; } = new EthApiFilterService(client);

    public IEthGetBalance GetBalance { get; } = new EthGetBalance(client);

    public IEthGetCode GetCode { get; } = new EthGetCode(client);

    public IEthApiTransactionsService Transactions { get; } = new EthApiTransactionsService(client);

    public ITransactionManager TransactionManager { get; set; } = transactionManager;

    public IContractDeploymentTransactionHandler<TDep> GetContractDeploymentHandler<TDep>() where TDep : ContractDeploymentMessage, new() =>
        new ContractDeploymentTransactionHandler<TDep>(TransactionManager);

    public ContractHandler GetContractHandler(string contractAddress) => new(contractAddress, this);

    public Event<TEv> GetEvent<TEv>() where TEv : IEventDTO, new() => GetEvent<TEv>(null);

    public Event<TEv> GetEvent<TEv>(string contractAddress) where TEv : IEventDTO, new() => new(client, contractAddress);
}
