using Platone.Cryptography;

namespace Platone.Contracts.Sending;

/// <summary>A transaction was mined and its contract refused it.</summary>
public sealed class TransactionRefusedException(Hash256 transaction, string reason) : Exception($"Transaction {transaction} was refused: {reason}.")
{
    public Hash256 Transaction => transaction;
}
