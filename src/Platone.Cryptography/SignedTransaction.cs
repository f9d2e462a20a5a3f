namespace Platone.Cryptography;

/// <summary>A transaction as it goes to the network.</summary>
/// <param name="Transaction">What was signed.</param>
/// <param name="Sender">The account whose key signed it.</param>
/// <param name="Hash">The hash by which every node knows it: keccak-256 of <paramref name="Raw"/>.</param>
/// <param name="Raw">The type byte 0x02 and the signed fields, for <c>eth_sendRawTransaction</c>.</param>
public sealed record SignedTransaction(Eip1559Transaction Transaction, Address Sender, Hash256 Hash, ReadOnlyMemory<byte> Raw);
