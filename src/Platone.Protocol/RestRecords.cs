namespace Platone.Protocol;

/// <summary>What a client needs to log in to the broker: the user name is the wallet, the password lives shortly.</summary>
/// <param name="ClientIdPrefix">Every client id starts with it.</param>
/// <param name="Expires">ISO 8601; a connection made before stays open.</param>
public sealed record BrokerLogin(string Host, int Port, string Username, string Password, string ClientIdPrefix, string Expires);

/// <summary>What a wallet signs for: the chain and its contracts.</summary>
public sealed record ChainView(ulong ChainId, string SubscriptionRegistry, string DataCertification, ulong BlockNumber);

/// <summary>What a wallet needs to write a sign-in message (EIP-4361). A client compares the domain with the one that it asked.</summary>
/// <param name="Expires">ISO 8601: when the nonce counts no more.</param>
public sealed record SignInTerms(string Nonce, string Domain, string Uri, ulong ChainId, string Expires);

/// <param name="Next">Where there are more: the cursor that continues the query.</param>
public sealed record ReadingPage(IReadOnlyList<SharedReading> Readings, string? Next);

/// <summary>Asks for readings of a stream to be erased for good.</summary>
/// <param name="From">The first number, <paramref name="To"/> the last.</param>
/// <param name="Reason">Kept and certified as a hash.</param>
public sealed record ErasureRequest(string Provider, string Stream, ulong From, ulong To, string Reason);

/// <summary>A reading that was erased, and the number in its stream that its tombstone got.</summary>
public sealed record ErasureView(string Provider, string Stream, ulong Sequence, long Reading, ulong Tombstone);

/// <param name="LastSequence">The newest reading's number.</param>
public sealed record StreamView(string Provider, string Stream, ulong LastSequence);
