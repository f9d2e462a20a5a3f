using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.Contracts.ContractHandlers;
using Nethereum.Contracts.CQS;
using Nethereum.RPC;

namespace Nethereum.Contracts.Services;

/// <summary>The node's methods, and contracts on top of them.</summary>
public interface IEthApiContractService : IEthApiService
{
    IContractDeploymentTransactionHandler<TDep> GetContractDeploymentHandler<TDep>() where TDep : ContractDeploymentMessage, new();

    ContractHandler GetContractHandler(string contractAddress);

    /// <summary>The event of any contract.</summary>
    Event<TEv> GetEvent<TEv>() where TEv : IEventDTO, new();

    Event<TEv> GetEvent<TEv>(string contractAddress) where TEv : IEventDTO, new();
}
