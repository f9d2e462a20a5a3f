using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.RPC.Eth.Transactions;
using Nethereum.RPC.TransactionManagers;

namespace Nethereum.RPC.TransactionReceipts;

/// <summary>Asks for the receipt at once, then again after every interval.</summary>
public class TransactionReceiptPollingService(ITransactionManager transactionManager, int retryMilliseconds = 100) : ITransactionReceiptService
{
    volatile int _retryMilliseconds = retryMilliseconds;

    public int GetPollingRetryIntervalInMilliseconds() => _retryMilliseconds;

    public void SetPollingRetryIntervalInMilliseconds(int retryMilliseconds) => _retryMilliseconds = retryMilliseconds;

    public async Task<TransactionReceipt> PollForReceiptAsync(string transaction, CancellationToken cancellationToken = default)
    {
        var receipts = new EthGetTransactionReceipt(Client());
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await receipts.SendRequestAsync(transaction).WaitAsync(cancellationToken).ConfigureAwait(false) is { } receipt) return receipt;

            await Task.Delay(_retryMilliseconds, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<TransactionReceipt> SendRequestAndWaitForReceiptAsync(TransactionInput transactionInput, CancellationToken cancellationToken = default)
    {
        var hash = await transactionManager.SendTransactionAsync(transactionInput).ConfigureAwait(false);
        return await PollForReceiptAsync(hash, cancellationToken).ConfigureAwait(false);
    }

    public async Task<TransactionReceipt> DeployContractAndWaitForReceiptAsync(TransactionInput transactionInput, CancellationToken cancellationToken = default)
    {
        var receipt = await SendRequestAndWaitForReceiptAsync(transactionInput, cancellationToken).ConfigureAwait(false);
        var code = await new EthGetCode(Client()).SendRequestAsync(receipt.ContractAddress).ConfigureAwait(false);
        return code is null or "" or "0x" ? throw new ContractDeploymentException(receipt) : receipt;
    }

    IClient Client() =>
        (transactionManager as TransactionManagerBase)?.Client
        ?? throw new InvalidOperationException("The transaction manager has no client: give the account to a Web3.");
}
