using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Nethereum.RPC.Eth.DTOs;
using Platone.Cryptography;

namespace Nethereum.Web3.Accounts;

/// <summary>Signs transactions of type 2 (EIP-1559) without a node.</summary>
public class AccountOfflineTransactionSigner
{
    static readonly BigInteger TypeEip1559 = 2;

    /// <param name="transaction">With nonce, gas and both fees; a sender, where set, must be the account.</param>
    /// <returns>The raw transaction as hexadecimal without 0x, the type byte first.</returns>
    /// <exception cref="ArgumentException">A field is missing or out of range, or the sender is another account.</exception>
    [SuppressMessage("Performance", "CA1822", Justification = "An instance method in Nethereum.")]
    public string SignTransaction(Account account, TransactionInput transaction, BigInteger? overridingAccountChainId = null)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(transaction);
        var sender = transaction.From ?? account.Address;
        if (!string.Equals(sender, account.Address, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"The account {account.Address} cannot sign a transaction from {sender}.", nameof(transaction));
        if (transaction.Type is { } type && type.Value != TypeEip1559)
            throw new ArgumentException($"Expected a transaction of type 2, found type {type}.", nameof(transaction));

        var signed = new Eip1559Transaction(
            ChainId: Require64Bits(overridingAccountChainId ?? account.ChainId, "chainId"),
            Nonce: Require64Bits(transaction.Nonce?.Value, "nonce"),
            MaxPriorityFeePerGas: Require(transaction.MaxPriorityFeePerGas?.Value, "maxPriorityFeePerGas"),
            MaxFeePerGas: Require(transaction.MaxFeePerGas?.Value, "maxFeePerGas"),
            GasLimit: Require64Bits(transaction.Gas?.Value, "gas"),
            To: string.IsNullOrEmpty(transaction.To) ? null : Address.Parse(transaction.To),
            Value: transaction.Value?.Value ?? BigInteger.Zero,
            Data: HexText.Decode(transaction.Data ?? "0x")).Sign(account.Key);
        return Convert.ToHexStringLower(signed.Raw.Span);
    }

    static BigInteger Require(BigInteger? value, string name) => value ?? throw new ArgumentException($"The transaction has no {name}.", nameof(value));

    static ulong Require64Bits(BigInteger? value, string name)
    {
        var number = Require(value, name);
        if (number >= 0 && number <= ulong.MaxValue) return (ulong)number;

        throw new ArgumentException($"The transaction's {name} {number} does not fit 64 bits.", nameof(value));
    }
}
