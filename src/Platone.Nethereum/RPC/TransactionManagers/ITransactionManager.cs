using System.Numerics;
using Nethereum.Hex.HexTypes;
using Nethereum.RPC.Accounts;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.RPC.TransactionReceipts;

namespace Nethereum.RPC.TransactionManagers;

/// <summary>Completes, signs and sends transactions.</summary>
public interface ITransactionManager
{
    /// <summary>Null where the node signs.</summary>
    IAccount Account { get; }

    ITransactionReceiptService TransactionReceiptService { get; set; }

    BigInteger? ChainId { get; }

    Task<HexBigInteger> EstimateGasAsync(CallInput callInput);

    Task<TransactionReceipt> SendTransactionAndWaitForReceiptAsync(TransactionInput transactionInput, CancellationToken cancellationToken = default);

    /// <summary>Sets what the input leaves open, then signs and sends it.</summary>
    /// <returns>The transaction's hash.</returns>
    Task<string> SendTransactionAsync(TransactionInput transactionInput);

    /// <returns>The raw transaction as hexadecimal without 0x.</returns>
    Task<string> SignTransactionAsync(TransactionInput transaction);
}
