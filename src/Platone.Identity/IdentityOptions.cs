using System.Net;
using Platone.Contracts.Deployment;
using Platone.Tls;

namespace Platone.Identity;

/// <summary>What the identity service is built with. Files and addresses are its host's business.</summary>
/// <param name="Store">The path of its SQLite file: clients, codes that are open, nonces that are used.</param>
/// <param name="KeyFolder">Where its keys are; made where it is missing.</param>
/// <param name="ChainUrls">Nodes of one chain: the first that answers is used.</param>
/// <param name="Issuer">What stands in the tokens; its authority is the domain that wallets sign for.</param>
public sealed record IdentityOptions(
    string Store, string KeyFolder, IReadOnlyList<Uri> ChainUrls, ContractLine Contracts, int HttpPort, Uri Issuer)
{
    /// <summary>The interface on which it listens.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>Null: in plain text.</summary>
    public ServerTls? Tls { get; init; }

    /// <summary>How long an access token counts.</summary>
    public TimeSpan AccessTokenLife { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long an application may get new tokens before its user signs again.</summary>
    public TimeSpan RefreshTokenLife { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long a wallet may take to sign.</summary>
    public TimeSpan NonceLife { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many token and nonce requests one address may send in a burst, ...</summary>
    public int RequestBurst { get; init; } = 100;

    /// <summary>... and how many more every second.</summary>
    public int RequestsPerSecond { get; init; } = 20;
}
