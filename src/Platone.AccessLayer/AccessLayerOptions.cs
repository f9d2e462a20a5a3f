using System.Net;
using Platone.Contracts.Deployment;
using Platone.Contracts.Sending;
using Platone.Cryptography;
using Platone.Policies;
using Platone.Readings;
using Platone.ServiceDefaults;
using Platone.Tls;

namespace Platone.AccessLayer;

/// <summary>What the access layer is built with. Files and addresses are its host's business.</summary>
/// <param name="Operator">The wallet that signs receipts and certifies; also the access layer's own broker login.</param>
/// <param name="Store">The path of a SQLite file, or a connection string of PostgreSQL.</param>
/// <param name="ChainUrls">Nodes of one chain: the first that answers is used.</param>
/// <param name="BrokerKey">The secret of the broker's tokens.</param>
/// <param name="FeedSocket">Where brokers follow the rules.</param>
public sealed record AccessLayerOptions(
    string Store, IReadOnlyList<Uri> ChainUrls, ContractLine Contracts, PrivateKey Operator, BrokerKey BrokerKey, string FeedSocket, BrokerAddress Broker,
    int HttpPort)
{
    /// <summary>The interface to listen on.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>REST by HTTPS; null: by HTTP.</summary>
    public ServerTls? Tls { get; init; }

    /// <summary>A batch closes when it has so many readings, ...</summary>
    public int BatchSize { get; init; } = 4096;

    /// <summary>... or when its first reading has waited so long.</summary>
    public TimeSpan BatchPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What a receipt promises: on the chain so long after acceptance at the latest.</summary>
    public TimeSpan CertifyWithin { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often the chain is asked for new blocks.</summary>
    public TimeSpan ChainPoll { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often the chain is asked for receipts that were presented as overdue.</summary>
    public TimeSpan ChallengePoll { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The chain's block period; a table whose head stands still for ten of them, and 15 s at least, is stale.</summary>
    public TimeSpan BlockPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many blocks must follow an acceptance before it opens a topic. Revocations never wait. 0 where blocks are final at once.</summary>
    public ulong GrantConfirmations { get; init; }

    /// <summary>Whose access tokens count beside signed requests; nobody's where it is null.</summary>
    public TokenIssuer? TokenIssuer { get; init; }

    public SenderOptions Sender { get; init; } = new();

    /// <summary>How long a broker password lets its wallet log in.</summary>
    public TimeSpan BrokerTokenLife { get; init; } = TimeSpan.FromMinutes(10);

    public DecodeLimits DecodeLimits { get; init; } = DecodeLimits.Default;

    public TimeSpan StaleAfter => TimeSpan.FromSeconds(Math.Max(15, 10 * BlockPeriod.TotalSeconds));
}

/// <summary>The broker as the access layer reaches it.</summary>
/// <param name="Tls">Null: in plain text.</param>
public sealed record BrokerAddress(string Host, int Port, ClientTls? Tls = null)
{
    /// <summary>Where parties reach it, if elsewhere; null for the host by which they reach the access layer.</summary>
    public string? HostForParties { get; init; } = Host;

    /// <summary>Where it takes only clients that show a certificate; null where there is no such port.</summary>
    public int? ClientCertificatePort { get; init; }
}
