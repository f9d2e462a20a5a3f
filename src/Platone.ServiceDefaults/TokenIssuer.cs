using Platone.Tls;

namespace Platone.ServiceDefaults;

/// <summary>Whose access tokens a service takes.</summary>
/// <param name="Issuer">As it stands in the tokens.</param>
/// <param name="Metadata">Where its discovery document is (RFC 8414); without it where the issuer's own is.</param>
public sealed record TokenIssuer(Uri Issuer, Uri? Metadata = null)
{
    /// <summary>Whom its address must show by TLS; without it whom the machine trusts.</summary>
    public ClientTls? Tls { get; init; }

    /// <summary>For whom the tokens are.</summary>
    public const string Audience = "platone";

    public Uri MetadataAddress => Metadata ?? new Uri(Issuer, ".well-known/openid-configuration");
}
