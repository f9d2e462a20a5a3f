namespace Platone.Protocol;

/// <summary>What a client needs to log in to the broker: the user name is the wallet, the password lives shortly.</summary>
/// <param name="Scheme">mqtt or mqtts.</param>
/// <param name="ClientIdPrefix">Every client id starts with it.</param>
/// <param name="Expires">ISO 8601; a connection made before stays open.</param>
/// <param name="ClientCertificateUrl">Where the broker takes only clients that show a certificate; null: nowhere.</param>
public sealed record BrokerLogin(
    string Scheme, string Host, int Port, string Username, string Password, string ClientIdPrefix, string Expires, string? ClientCertificateUrl)
{
    public const string Plain = "mqtt";
    public const string Tls = "mqtts";
}

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
