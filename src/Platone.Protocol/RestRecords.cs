namespace Platone.Protocol;

/// <summary>What a client needs to log in to the broker: the user name is the wallet, the password lives shortly.</summary>
/// <param name="Scheme">mqtt or mqtts.</param>
/// <param name="ClientIdPrefix">Every client id starts with it.</param>
/// <param name="Expires">ISO 8601; a connection made before stays open.</param>
/// <param name="ClientCertificateUrl">Where the broker takes only clients that show a certificate; null: nowhere.</param>
/// <param name="Operator">Whose broker it is: a wallet that signs in by itself signs for no other.</param>
public sealed record BrokerLogin(
    string Scheme, string Host, int Port, string Username, string Password, string ClientIdPrefix, string Expires, string? ClientCertificateUrl,
    string Operator)
{
    public const string Plain = "mqtt";
    public const string Tls = "mqtts";
}

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

/// <summary>What was delivered by a declaration.</summary>
public sealed record UsageView(IReadOnlyList<UsedHourView> Hours, IReadOnlyList<UsageRecordView> Records);

/// <param name="Hour">Its start, ISO 8601; so are the times of the first and of the last message in it.</param>
/// <param name="Means">Mqtt or Rest.</param>
/// <param name="Bytes">Of payloads.</param>
/// <param name="Recorded">How many of the messages stand in records of kind usage.</param>
public sealed record UsedHourView(string Hour, string Means, long Messages, long Bytes, string First, string Last, long Recorded);

/// <summary>A certified statement of deliveries.</summary>
/// <param name="Id">For its proof.</param>
/// <param name="Batch">Null until a batch holds it.</param>
public sealed record UsageRecordView(
    long Id, string Stream, ulong Sequence, ulong Messages, ulong Bytes, string First, string Last, ulong? Batch);

/// <summary>What a wallet signs for: the chain and its contracts.</summary>
public sealed record ChainView(ulong ChainId, string SubscriptionRegistry, string DataCertification, ulong BlockNumber);

/// <summary>What a wallet needs to write a sign-in message (EIP-4361). A client compares the domain with the one that it asked.</summary>
/// <param name="Expires">ISO 8601: when the nonce counts no more.</param>
public sealed record SignInTerms(string Nonce, string Domain, string Uri, ulong ChainId, string Expires);

/// <param name="Next">Where there are more: the cursor that continues the query.</param>
/// <param name="Withheld">The parts of the asked time range that none of the caller's declarations gives; nothing is said of what is there.</param>
public sealed record ReadingPage(IReadOnlyList<SharedReading> Readings, string? Next, IReadOnlyList<WithheldTime> Withheld);

/// <summary>A part of a time range that is not given, from <paramref name="From"/> to before <paramref name="To"/>, and why.</summary>
/// <param name="From">ISO 8601; null where the range has no beginning, as <paramref name="To"/> where it has no end.</param>
/// <param name="Reason">One of <see cref="WithheldReason"/>.</param>
/// <param name="Declaration">The caller's declaration that would give it otherwise, where there is one.</param>
public sealed record WithheldTime(string? From, string? To, string Reason, string? Declaration);

/// <summary>Why a declaration, or a time, gives nothing. The states of a declaration have their own names.</summary>
public enum WithheldReason
{
    /// <summary>No declaration of the caller is about this time.</summary>
    NoDeclaration,

    /// <summary>Before the first not-before of those that give something.</summary>
    BeforeNotBefore,

    /// <summary>After the last expiry of those that give something.</summary>
    AfterExpiry,

    Requested,
    Rejected,
    Revoked,
    Expired,
    Renounced,

    /// <summary>Accepted, but for MQTT alone.</summary>
    Means,

    /// <summary>Accepted, but the access layer was never given the topic's text.</summary>
    TextUnknown,
}

/// <summary>What one of the caller's declarations did for an answer.</summary>
/// <param name="Reason">Null where it gives; else one of <see cref="WithheldReason"/>.</param>
/// <param name="NotBefore">ISO 8601: measurements from then on, and before <paramref name="Expiry"/>.</param>
public sealed record DeclarationUse(string Id, string? Topic, string NotBefore, string Expiry, bool Gives, string? Reason);

/// <summary>Asks for readings of a stream to be erased for good.</summary>
/// <param name="From">The first number, <paramref name="To"/> the last.</param>
/// <param name="Reason">Kept and certified as a hash.</param>
public sealed record ErasureRequest(string Provider, string Stream, ulong From, ulong To, string Reason);

/// <summary>A reading that was erased, and the number in its stream that its tombstone got.</summary>
public sealed record ErasureView(string Provider, string Stream, ulong Sequence, long Reading, ulong Tombstone);

/// <param name="Declarations">The caller's declarations of the provider, newest first; empty for the provider itself, who needs none.</param>
public sealed record StreamList(IReadOnlyList<StreamView> Streams, IReadOnlyList<DeclarationUse> Declarations);

/// <param name="LastSequence">The newest reading's number.</param>
public sealed record StreamView(string Provider, string Stream, ulong LastSequence);
