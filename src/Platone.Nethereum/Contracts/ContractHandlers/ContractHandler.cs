using System.Reflection;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.ABI.Types;
using Nethereum.Contracts.Services;
using Nethereum.Hex.HexTypes;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.RPC.TransactionManagers;

namespace Nethereum.Contracts.ContractHandlers;

/// <summary>Calls and sends to one contract. What the contract reverts with arrives as its typed exception.</summary>
public class ContractHandler(string contractAddress, IEthApiContractService ethApiContractService, string addressFrom = null)
{
    public string AddressFrom { get; protected set; } = addressFrom;

    public string ContractAddress { get; } = contractAddress;

    public IEthApiContractService EthApiContractService { get; protected set; } = ethApiContractService;

    ITransactionManager TransactionManager => EthApiContractService.TransactionManager;

    public Event<TEv> GetEvent<TEv>() where TEv : IEventDTO, new() => EthApiContractService.GetEvent<TEv>(ContractAddress);

    public virtual Task<HexBigInteger> EstimateGasAsync<TFn>(TFn transactionMessage = null) where TFn : FunctionMessage, new() =>
        Reverts.TypedAsync(() => TransactionManager.EstimateGasAsync(CreateTransaction(transactionMessage)));

    /// <returns>The transaction's hash.</returns>
    public virtual Task<string> SendRequestAsync<TFn>(TFn transactionMessage = null) where TFn : FunctionMessage, new() =>
        Reverts.TypedAsync(() => TransactionManager.SendTransactionAsync(CreateTransaction(transactionMessage)));

    public virtual Task<TransactionReceipt> SendRequestAndWaitForReceiptAsync<TFn>(TFn transactionMessage = null, CancellationTokenSource tokenSource = null)
        where TFn : FunctionMessage, new() => SendRequestAndWaitForReceiptAsync(transactionMessage, tokenSource?.Token ?? default);

    public virtual Task<TransactionReceipt> SendRequestAndWaitForReceiptAsync<TFn>(TFn transactionMessage, CancellationToken cancellationToken)
        where TFn : FunctionMessage, new() =>
        Reverts.TypedAsync(() => TransactionManager.SendTransactionAndWaitForReceiptAsync(CreateTransaction(transactionMessage), cancellationToken));

    /// <returns>The raw transaction as hexadecimal without 0x.</returns>
    public virtual Task<string> SignTransactionAsync<TFn>(TFn transactionMessage = null) where TFn : FunctionMessage, new() =>
        Reverts.TypedAsync(() => TransactionManager.SignTransactionAsync(CreateTransaction(transactionMessage)));

    /// <summary>Calls a function with one result.</summary>
    /// <exception cref="FormatException">The contract returned something else, or there is no contract.</exception>
    public virtual async Task<TReturn> QueryAsync<TFn, TReturn>(TFn ethereumContractFunctionMessage = null, BlockParameter blockParameter = null)
        where TFn : FunctionMessage, new()
    {
        var results = await QueryResultsAsync(ethereumContractFunctionMessage, blockParameter).ConfigureAwait(false);
        if (typeof(TReturn).IsDefined(typeof(FunctionOutputAttribute), inherit: true)) return Decode<TReturn>(results);

        var type = typeof(TFn).GetCustomAttribute<FunctionAttribute>()?.ReturnType
            ?? throw new InvalidOperationException($"{typeof(TFn)} names no type of its result; query it into a class of results.");
        return (TReturn)AbiSequence.DecodeItem(AbiTypeParser.Parse(type, typeof(TReturn)), new(results), position: 0, typeof(TReturn));
    }

    /// <summary>Calls a function with several results, or with a struct.</summary>
    /// <exception cref="FormatException">The contract returned something else, or there is no contract.</exception>
    public virtual async Task<TRet> QueryDeserializingToObjectAsync<TFn, TRet>(TFn ethereumContractFunctionMessage = null, BlockParameter blockParameter = null)
        where TFn : FunctionMessage, new() where TRet : IFunctionOutputDTO, new() =>
        Decode<TRet>(await QueryResultsAsync(ethereumContractFunctionMessage, blockParameter).ConfigureAwait(false));

    /// <returns>The encoded results.</returns>
    public virtual async Task<byte[]> QueryRawAsync<TFn>(TFn ethereumContractFunctionMessage = null, BlockParameter blockParameter = null)
        where TFn : FunctionMessage, new()
    {
        var input = (ethereumContractFunctionMessage ?? new TFn()).CreateCallInput(ContractAddress);
        input.From ??= Sender();
        var data = await Reverts.TypedAsync(() =>
            EthApiContractService.Transactions.Call.SendRequestAsync(input, blockParameter ?? BlockParameter.CreateLatest())).ConfigureAwait(false);
        return HexText.Decode(data ?? "0x");
    }

    static TReturn Decode<TReturn>(byte[] results) => (TReturn)TupleType.Of(typeof(TReturn)).Decode(new(results), typeof(TReturn));

    // A call to an address without code succeeds, and a default value would pass for the contract's answer.
    async Task<byte[]> QueryResultsAsync<TFn>(TFn message, BlockParameter block) where TFn : FunctionMessage, new()
    {
        var results = await QueryRawAsync(message, block).ConfigureAwait(false);
        if (results.Length > 0) return results;

        throw new FormatException($"{AbiSignature.Of(typeof(TFn)).Text} returned nothing: is there a contract at {ContractAddress}?");
    }

    TransactionInput CreateTransaction<TFn>(TFn message) where TFn : FunctionMessage, new()
    {
        var input = (message ?? new TFn()).CreateTransactionInput(ContractAddress);
        input.From ??= Sender();
        return input;
    }

    string Sender() => AddressFrom ?? TransactionManager.Account?.Address;
}
