using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platone.Cryptography;
using Platone.Messaging;
using Platone.Policies;
using Platone.ServiceDefaults;

namespace Platone.AccessLayer.Access;

/// <summary>
/// Authenticates a request as brokers authenticate a connection: a device by its password, <c>Authorization: Basic</c> (RFC 7617); a wallet or a
/// device by the certificate of its TLS connection, which may stand for several accounts, so <c>Authorization: Platone-Certificate ACCOUNT</c>
/// says which.
/// </summary>
public sealed class AccountHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, PolicyFeedServer feed)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Basic = "Basic";
    public const string Certificate = "Platone-Certificate";

    /// <summary>An account's name, a password and what stands between them.</summary>
    private const int MaxBasicBytes = AccountName.MaxBytes + 256;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme.Name + " ", StringComparison.OrdinalIgnoreCase)) return Task.FromResult(AuthenticateResult.NoResult());

        var proof = header[(Scheme.Name.Length + 1)..].Trim();
        return Task.FromResult(Scheme.Name == Basic ? CheckPassword(proof) : CheckCertificate(proof));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var reason = (await HandleAuthenticateOnceSafeAsync()).Failure?.Message ?? "The request proves no account.";
        Response.Headers.WWWAuthenticate = Scheme.Name == Basic ? "Basic realm=\"Platone\", charset=\"UTF-8\"" : Scheme.Name;
        await TypedResults.Problem(reason, statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }

    private AuthenticateResult CheckPassword(string encoded)
    {
        Span<byte> decoded = stackalloc byte[MaxBasicBytes];
        if (encoded.Length > MaxBasicBytes * 4 / 3 || !Convert.TryFromBase64String(encoded, decoded, out var length))
            return AuthenticateResult.Fail("The Authorization header is not 'Basic' and base64 of ACCOUNT:PASSWORD.");

        // A device's name may hold colons, its password does not.
        var pair = decoded[..length];
        var colon = pair.LastIndexOf((byte)':');
        if (colon < 0) return AuthenticateResult.Fail("The Authorization header has no colon between the account and its password.");

        return AccountName.TryParse(pair[..colon], out var account) && account.IsDevice
            ? Check(account, Credential.OfPassword(pair[(colon + 1)..]))
            : AuthenticateResult.Fail("The user name is not a wallet's lower-case address, a slash and a device.");
    }

    private AuthenticateResult CheckCertificate(string text)
    {
        if (Context.Connection.ClientCertificate is not { } certificate) return AuthenticateResult.Fail("The connection has no client certificate.");
        return AccountName.TryParse(Encoding.UTF8.GetBytes(text), out var account)
            ? Check(account, Credential.OfCertificate(certificate.RawDataMemory.Span))
            : AuthenticateResult.Fail($"The Authorization header is not '{Certificate} ACCOUNT': a lower-case address, or that, a slash and a device.");
    }

    private AuthenticateResult Check(AccountName account, Hash256 hash)
    {
        if (!feed.Rules.Holds(new(hash, account.ToString()))) return AuthenticateResult.Fail("The account has no such credential.");

        var device = account.IsDevice ? Encoding.UTF8.GetString(account.Device) : null;
        return AuthenticateResult.Success(new(Callers.Of(account.Wallet, device, Scheme.Name), Scheme.Name));
    }
}
