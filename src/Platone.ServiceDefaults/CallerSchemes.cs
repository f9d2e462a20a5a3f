using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Platone.Protocol;

namespace Platone.ServiceDefaults;

/// <summary>Chooses by the Authorization header how a caller is known. A further way is a scheme of its own and a line here.</summary>
static class CallerSchemes
{
    public const string Choice = "Platone";

    /// <param name="bearer">Whether tokens are taken: without an issuer they are answered as what they are then, no signed request.</param>
    public static void AddCallerChoice(this AuthenticationBuilder authentication, bool bearer) =>
        authentication.AddPolicyScheme(Choice, displayName: null, choice => choice.ForwardDefaultSelector = http => SchemeOf(http, bearer));

    private static string SchemeOf(HttpContext http, bool bearer)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (bearer && Has(header, BearerTokens.Scheme)) return BearerTokens.Scheme;

        return SignedRequest.Scheme;
    }

    private static bool Has(string header, string scheme) => header.StartsWith(scheme + " ", StringComparison.OrdinalIgnoreCase);
}
