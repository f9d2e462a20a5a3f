using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.RPC.TransactionReceipts;

/// <summary>Waits until transactions are in blocks. Without a token it waits as long as it takes.</summary>
public interface ITransactionReceiptService
{
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    Task<TransactionReceipt> PollForReceiptAsync(string transaction, CancellationToken cancellationToken = default);

    Task<TransactionReceipt> SendRequestAndWaitForReceiptAsync(TransactionInput transactionInput, CancellationToken cancellationToken = default);

    /// <summary>The same, and checks that the contract has code afterwards.</summary>
    Task<TransactionReceipt> DeployContractAndWaitForReceiptAsync(TransactionInput transactionInput, CancellationToken cancellationToken = default);

    int GetPollingRetryIntervalInMilliseconds();

    void SetPollingRetryIntervalInMilliseconds(int retryMilliseconds);
}
