using Nethereum.Hex.HexTypes;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.RPC.TransactionManagers;

namespace Nethereum.Contracts.CQS;

sealed class ContractDeploymentTransactionHandler<TDep>(ITransactionManager transactionManager) : IContractDeploymentTransactionHandler<TDep>
    where TDep : ContractDeploymentMessage, new()
{
    public Task<HexBigInteger> EstimateGasAsync(TDep contractDeploymentMessage) =>
        Reverts.TypedAsync(() => transactionManager.EstimateGasAsync(CreateInput(contractDeploymentMessage)));

    public Task<TransactionReceipt> SendRequestAndWaitForReceiptAsync(TDep contractDeploymentMessage = null, CancellationTokenSource tokenSource = null) =>
        SendRequestAndWaitForReceiptAsync(contractDeploymentMessage, tokenSource?.Token ?? default);

    public Task<TransactionReceipt> SendRequestAndWaitForReceiptAsync(TDep contractDeploymentMessage, CancellationToken cancellationToken) =>
        Reverts.TypedAsync(() =>
            transactionManager.TransactionReceiptService.DeployContractAndWaitForReceiptAsync(CreateInput(contractDeploymentMessage), cancellationToken));

    public Task<string> SendRequestAsync(TDep contractDeploymentMessage = null) =>
        Reverts.TypedAsync(() => transactionManager.SendTransactionAsync(CreateInput(contractDeploymentMessage)));

    public Task<string> SignTransactionAsync(TDep contractDeploymentMessage) =>
        Reverts.TypedAsync(() => transactionManager.SignTransactionAsync(CreateInput(contractDeploymentMessage)));

    TransactionInput CreateInput(TDep message)
    {
        var input = (message ?? new TDep()).CreateTransactionInput();
        input.From ??= transactionManager.Account?.Address;
        return input;
    }
}
