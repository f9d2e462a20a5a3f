using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platone.Protocol;

namespace Platone.ServiceDefaults;

public sealed class SignedRequestOptions : AuthenticationSchemeOptions;

/// <summary>Authenticates a request by the EIP-191 signature in its header: each may be used once, for one method, path and body.</summary>
public sealed class SignedRequestHandler(
    IOptionsMonitor<SignedRequestOptions> options, ILoggerFactory logger, UrlEncoder encoder, NonceWindow nonces)
    : AuthenticationHandler<SignedRequestOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0) return AuthenticateResult.NoResult();
        if (!SignedRequest.TryParse(header, out var signed))
            return AuthenticateResult.Fail($"The Authorization header is not '{SignedRequest.Scheme} address=,time=,nonce=,signature='.");

        var now = TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        if (Math.Abs(now - signed!.Time) > SignedRequest.ToleranceSeconds)
            return AuthenticateResult.Fail($"The request's time {signed.Time} is more than {SignedRequest.ToleranceSeconds} s from the server's {now}.");

        var body = await BodyAsync();
        if (!signed.IsSignedBy(Request.Method, Context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, body))
            return AuthenticateResult.Fail("The signature is not the address's over this method, path, time, nonce and body.");
        if (!nonces.TryUse(signed.Address, signed.Nonce, now)) return AuthenticateResult.Fail("The nonce was used before.");

        return AuthenticateResult.Success(new(Callers.Of(signed.Address, device: null, Scheme.Name), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var reason = (await HandleAuthenticateOnceSafeAsync()).Failure?.Message ?? "The request is not signed.";
        Response.Headers.WWWAuthenticate = SignedRequest.Scheme;
        await TypedResults.Problem(reason, statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }

    private async Task<byte[]> BodyAsync()
    {
        var limit = Context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        Request.EnableBuffering(bufferThreshold: 1 << 20, limit ?? 1 << 24);
        using var copy = new MemoryStream();
        await Request.Body.CopyToAsync(copy, Context.RequestAborted);
        Request.Body.Position = 0;
        return copy.ToArray();
    }
}
