namespace Platone.Protocol;

/// <summary>What a client needs to log in to the broker: the user name is the wallet, the password lives shortly.</summary>
/// <param name="ClientIdPrefix">Every client id starts with it.</param>
/// <param name="Expires">ISO 8601; a connection made before stays open.</param>
/// <param name="Operator">Whose broker it is: a wallet that signs in by itself signs for no other.</param>
public sealed record BrokerLogin(string Host, int Port, string Username, string Password, string ClientIdPrefix, string Expires, string Operator);

/// <summary>
/// What is to let an account in: a certificate, for the wallet itself or a device of it; or, without one, a password, which is made for a device.
/// </summary>
/// <param name="Device">Null for the wallet.</param>
/// <param name="Certificate">PEM.</param>
public sealed record CredentialRequest(string? Device = null, string? Certificate = null);

/// <summary>What lets an account in.</summary>
/// <param name="Account">The user name: the wallet, or the wallet, a slash and the device. A device's client id is the same.</param>
/// <param name="Kind">Certificate or Password.</param>
/// <param name="Hash">SHA-256 of the certificate, its fingerprint; of a password a hash that says nothing of it.</param>
/// <param name="Created">ISO 8601.</param>
/// <param name="Password">Told once, when it is made.</param>
public sealed record CredentialView(string Account, string Kind, string Hash, string Created, string? Password = null);

/// <summary>What a wallet signs for: the chain and its contracts.</summary>
public sealed record ChainView(ulong ChainId, string SubscriptionRegistry, string DataCertification, ulong BlockNumber);

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
