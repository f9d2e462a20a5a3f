using Platone.Cryptography;

namespace Platone.Contracts.Sending;

/// <summary>A signed transaction that is durable before it is sent, so that its fate is never unknown.</summary>
/// <param name="Purpose">What it is for, in words for the operator: "certify batch 17".</param>
/// <param name="Raw">The signed EIP-1559 transaction.</param>
public sealed record OutboxEntry(Address Account, ulong Nonce, string Purpose, byte[] Raw, Hash256 Hash);

/// <summary>How a transaction ended: in which block, and whether it did what it should.</summary>
/// <param name="Error">Why it was refused, null where it succeeded.</param>
public sealed record Settlement(Hash256 Transaction, ulong BlockNumber, Hash256 BlockHash, ulong GasUsed, string? Error);
