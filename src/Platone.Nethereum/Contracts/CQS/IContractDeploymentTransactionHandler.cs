using Nethereum.Hex.HexTypes;
using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.Contracts.CQS;

/// <summary>Deploys contracts.</summary>
public interface IContractDeploymentTransactionHandler<TDep> where TDep : ContractDeploymentMessage, new()
{
    Task<HexBigInteger> EstimateGasAsync(TDep contractDeploymentMessage);

    Task<TransactionReceipt> SendRequestAndWaitForReceiptAsync(TDep contractDeploymentMessage = null, CancellationTokenSource tokenSource = null);

    Task<TransactionReceipt> SendRequestAndWaitForReceiptAsync(TDep contractDeploymentMessage, CancellationToken cancellationToken);

    /// <returns>The transaction's hash.</returns>
    Task<string> SendRequestAsync(TDep contractDeploymentMessage = null);

    /// <returns>The raw transaction as hexadecimal without 0x.</returns>
    Task<string> SignTransactionAsync(TDep contractDeploymentMessage);
}
