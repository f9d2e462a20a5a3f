using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Platone.Protocol;

namespace Platone.Identity.SignIn;

/// <summary><c>GET /siwe/nonce</c>: what a wallet needs to write its message.</summary>
static class NonceEndpoint
{
    public static void MapNonce(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/siwe/nonce", Nonce)
            .WithSummary("A nonce for a Sign-In with Ethereum message (EIP-4361), and what else stands in it.")
            .WithTags("Sign-in")
            .Produces<SignInTerms>();

    private static Ok<SignInTerms> Nonce(HttpContext http, NonceIssuer nonces, IdentityOptions options)
    {
        http.Response.Headers.CacheControl = "no-store";
        var (nonce, expires) = nonces.Issue();
        return TypedResults.Ok(new SignInTerms(
            nonce, options.Issuer.Authority, options.Issuer.ToString(), options.Contracts.ChainId,
            expires.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)));
    }
}
