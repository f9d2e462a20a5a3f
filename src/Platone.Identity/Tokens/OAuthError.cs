using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Platone.Identity.Tokens;

/// <summary>Errors of the token endpoint, as RFC 6749 section 5.2 has them.</summary>
static class OAuthError
{
    /// <summary>400: what was presented does not count.</summary>
    public static IResult InvalidGrant(string reason) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidGrant,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = reason,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);

    /// <summary>503 or 429: the same request may be answered later.</summary>
    public static IResult Later(int status, string reason) =>
        Results.Json(new OAuthErrorBody(Errors.TemporarilyUnavailable, reason), OAuthJson.Default.OAuthErrorBody, statusCode: status);
}
