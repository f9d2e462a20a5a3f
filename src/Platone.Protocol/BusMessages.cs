using System.Text.Json.Serialization;

namespace Platone.Protocol;

/// <summary>On <c>receipts/{provider}/{device}</c>: what became of one source message. One signature covers all of its receipts.</summary>
/// <param name="Message">Keccak-256 of the payload, by which the device knows which message this answers.</param>
/// <param name="Root">Root of the tree over the receipts, in their order.</param>
/// <param name="Signature">The certifier's EIP-712 signature over the root.</param>
/// <param name="Receipts">In the order of the message's readings; at least one.</param>
public sealed record ReceiptMessage(string Message, string Certifier, string Root, string Signature, IReadOnlyList<ReadingReceipt> Receipts);

/// <summary>One reading's receipt: the promise that the leaf of (provider, stream, sequence) is on the chain in time.</summary>
/// <param name="Id">The reading's number in the access layer's store.</param>
/// <param name="Stream">The stream's name.</param>
/// <param name="Salt">With it the provider can rebuild the leaf from what it sent.</param>
/// <param name="CertifyBy">Unix seconds.</param>
public sealed record ReadingReceipt(long Id, string Stream, ulong Sequence, string Leaf, string Salt, ulong CertifyBy);

/// <summary>On <c>errors/{provider}/{device}</c>: why a message was refused.</summary>
/// <param name="Message">Keccak-256 of the payload.</param>
/// <param name="Place">The field, line or path that is wrong.</param>
/// <param name="DeadLetter">Under this number the operator finds the message.</param>
public sealed record ErrorMessage(string Message, string Place, string Found, string Expected, long DeadLetter);

/// <summary>On <c>data/{provider}/{device}/{resolution}</c>: the readings of one source message.</summary>
public sealed record DataMessage(string Provider, string Device, string Message, IReadOnlyList<SharedReading> Readings);

/// <param name="Time">ISO 8601, UTC, to the microsecond.</param>
/// <param name="Value">Exact decimal text in the base unit.</param>
/// <param name="Unit">The unit's symbol: W, Wh, V, ...</param>
/// <param name="Quality">0 is valid.</param>
/// <param name="Kind">reading or revision.</param>
/// <param name="Replaces">For a revision: the sequence that it replaces.</param>
/// <param name="Batch">The batch that certifies the reading, once there is one.</param>
public sealed record SharedReading(
    long Id, string Stream, ulong Sequence, string Time, string Value, string Unit, ushort Quality, string Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ulong? Replaces = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ulong? Batch = null);

/// <summary>On <c>certified/{provider}</c>: a batch that holds readings of that provider is on the chain.</summary>
/// <param name="Record">Keccak-256 of the batch record, as the contract keeps it.</param>
/// <param name="Readings">How many of the batch's records are this provider's.</param>
public sealed record CertifiedMessage(
    ulong Batch, string Certifier, string Root, string Record, uint Count, int Readings, string Transaction, ulong BlockNumber, string BlockHash);

/// <summary>On <c>access/{party}</c>: something became of a declaration of the party, and the brokers' rules follow it.</summary>
/// <param name="Status">As of <paramref name="BlockNumber"/>, up to which the chain was read.</param>
/// <param name="Topic">The text's topic filter, null where the access layer was never given the text.</param>
public sealed record AccessMessage(
    string Declaration, string Status, string Provider, string Consumer, string TopicIdentifier, string? Topic, ulong BlockNumber);
