using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Nethereum.JsonRpc.Client;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Platone.Cryptography;
using Platone.Identity.SignIn;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Platone.Identity.Tokens;

/// <summary>
/// <c>POST /connect/token</c> (RFC 6749): for a wallet's signature, a client's secret, a code with its verifier (RFC 7636), or a refresh token. OpenIddict
/// has checked client, code and refresh token before it gets here.
/// </summary>
static class TokenEndpoint
{
    public static void MapToken(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/connect/token", ExchangeAsync)
            .WithSummary("An access token for a wallet's signature, a client's secret, a code, or a refresh token (RFC 6749).")
            .WithTags("OAuth")
            .Produces(StatusCodes.Status200OK).Produces(StatusCodes.Status400BadRequest).Produces(StatusCodes.Status401Unauthorized)
            .Produces(StatusCodes.Status429TooManyRequests).Produces(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> ExchangeAsync(HttpContext http, SignInCheck signIn, Subjects subjects, CancellationToken cancellationToken)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict did not see the request.");
        try
        {
            if (request.GrantType == Grants.SignIn)
            {
                var wallet = await signIn.WalletOfAsync(
                    (string?)request["message"], (string?)request["signature"], statement: null, cancellationToken);
                return Signed(await subjects.OfWalletAsync(wallet, scopes: []));
            }

            if (request.IsClientCredentialsGrantType()) return Signed(await subjects.OfClientAsync(request.ClientId!, cancellationToken));

            // A code or a refresh token: whom it names. The roles are as of now, not as of then.
            var named = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal
                ?? throw new InvalidOperationException($"The grant {request.GrantType} was let through without a principal.");
            return Signed(await subjects.OfWalletAsync(Address.Parse(named.GetClaim(Claims.Subject)!), named.GetScopes()));
        }
        catch (SignInRefusedException e)
        {
            return OAuthError.InvalidGrant(e.Message);
        }
        catch (Exception e) when (e is RpcClientUnknownException or RpcClientTimeoutException)
        {
            // Roles that cannot be asked for are not guessed.
            return OAuthError.Later(StatusCodes.Status503ServiceUnavailable, "the chain's node does not answer");
        }
    }

    private static IResult Signed(System.Security.Claims.ClaimsPrincipal principal) =>
        Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
}
