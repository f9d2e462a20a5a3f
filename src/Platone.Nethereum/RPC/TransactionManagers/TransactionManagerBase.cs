using System.Numerics;
using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Accounts;
using Nethereum.RPC.Eth;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.RPC.Eth.Transactions;
using Nethereum.RPC.TransactionReceipts;

namespace Nethereum.RPC.TransactionManagers;

public abstract class TransactionManagerBase : ITransactionManager
{
    private protected TransactionManagerBase(IClient client, IAccount account, BigInteger? chainId)
    {
        Client = client;
        Account = account;
        ChainId = chainId;
        TransactionReceiptService = new TransactionReceiptPollingService(this);
    }

    public IAccount Account { get; }

    public BigInteger? ChainId { get; protected set; }

    public ITransactionReceiptService TransactionReceiptService { get; set; }

    /// <summary>Set when an account, which is made without a client, comes to a <see cref="Nethereum.Web3.Web3"/>.</summary>
    internal IClient Client { get; set; }

    public virtual Task<HexBigInteger> EstimateGasAsync(CallInput callInput) => new EthEstimateGas(RequiredClient()).SendRequestAsync(callInput);

    public Task<TransactionReceipt> SendTransactionAndWaitForReceiptAsync(TransactionInput transactionInput, CancellationToken cancellationToken = default) =>
        TransactionReceiptService.SendRequestAndWaitForReceiptAsync(transactionInput, cancellationToken);

    public abstract Task<string> SendTransactionAsync(TransactionInput transactionInput);

    public abstract Task<string> SignTransactionAsync(TransactionInput transaction);

    private protected IClient RequiredClient() =>
        Client ?? throw new InvalidOperationException("The transaction manager has no client: give the account to a Web3.");

    private protected async Task EnsureChainIdIsSetAsync() =>
        ChainId ??= (await new EthChainId(RequiredClient()).SendRequestAsync().ConfigureAwait(false)).Value;
}
