using System.Numerics;
using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.RPC.Eth.Transactions;
using Nethereum.RPC.NonceServices;
using Nethereum.RPC.TransactionManagers;

namespace Nethereum.Web3.Accounts;

/// <summary>Estimates gas, takes the next nonce, asks for fees (each only where the input leaves it open), signs with the account's key, sends.</summary>
public class AccountSignerTransactionManager(IClient rpcClient, Account account, BigInteger? overridingAccountChainId = null)
    : TransactionManagerBase(rpcClient, account, overridingAccountChainId ?? account.ChainId)
{
    public override async Task<string> SendTransactionAsync(TransactionInput transactionInput)
    {
        var raw = await SignTransactionAsync(transactionInput).ConfigureAwait(false);
        return await new EthSendRawTransaction(RequiredClient()).SendRequestAsync(raw).ConfigureAwait(false);
    }

    public override async Task<string> SignTransactionAsync(TransactionInput transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        transaction.From ??= account.Address;
        await EnsureChainIdIsSetAsync().ConfigureAwait(false);
        transaction.Gas ??= await EstimateGasAsync(transaction).ConfigureAwait(false);
        transaction.Nonce ??= await NextNonceAsync().ConfigureAwait(false);
        await SetFeesAsync(transaction).ConfigureAwait(false);

        return new AccountOfflineTransactionSigner().SignTransaction(account, transaction, ChainId);
    }

    Task<HexBigInteger> NextNonceAsync()
    {
        var service = account.NonceService ??= new InMemoryNonceService(account.Address, RequiredClient());
        service.Client = RequiredClient();
        return service.GetNextNonceAsync();
    }

    async Task SetFeesAsync(TransactionInput transaction)
    {
        if (transaction.MaxFeePerGas is not null && transaction.MaxPriorityFeePerGas is not null) return;

        var (maxFee, maxPriorityFee) = await FeeSuggestion.SuggestAsync(RequiredClient()).ConfigureAwait(false);
        transaction.MaxPriorityFeePerGas ??= new(transaction.MaxFeePerGas is { } limit ? BigInteger.Min(limit.Value, maxPriorityFee) : maxPriorityFee);
        transaction.MaxFeePerGas ??= new(BigInteger.Max(maxFee, transaction.MaxPriorityFeePerGas.Value));
    }
}
