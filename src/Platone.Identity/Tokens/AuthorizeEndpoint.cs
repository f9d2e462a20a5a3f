using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Nethereum.JsonRpc.Client;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Platone.Cryptography;
using Platone.Identity.SignIn;
using Platone.Protocol;

namespace Platone.Identity.Tokens;

/// <summary>
/// <c>/connect/authorize</c> (RFC 6749 section 4.1): shows whom a user would sign in to, has its wallet sign that, and goes back with a code. There is no
/// session: every code is a signature. OpenIddict has checked client, redirect address and code challenge before it gets here.
/// </summary>
static class AuthorizeEndpoint
{
    public static void MapAuthorize(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/connect/authorize", (HttpContext http) => SignInPage.Ask(http, RequestOf(http)))
            .WithSummary("The page on which a user signs in to an application by its wallet (authorization code with PKCE).").WithTags("OAuth")
            .Produces(StatusCodes.Status200OK, contentType: "text/html").Produces(StatusCodes.Status400BadRequest);
        routes.MapPost("/connect/authorize", AuthorizeAsync)
            .WithSummary("What that page sends: the wallet's address, then its signature.").WithTags("OAuth")
            .Produces(StatusCodes.Status302Found).Produces(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> AuthorizeAsync(
        HttpContext http, SignInPage page, SignInCheck signIn, Subjects subjects, CancellationToken cancellationToken)
    {
        var request = RequestOf(http);
        if (request["signature"] is null)
        {
            return Address.TryParse((string?)request["address"], out var wallet)
                ? page.Show(http, request, wallet)
                : SignInPage.Ask(http, request, "The wallet named no address.");
        }

        try
        {
            // The browser's forms send lines that end in CR LF (HTML, section 4.10.21.4); wallets sign lines that end in LF.
            var message = ((string?)request["message"])?.ReplaceLineEndings("\n");
            var wallet = await signIn.WalletOfAsync(message, (string?)request["signature"], SignInPage.StatementFor(request.ClientId!), cancellationToken);
            return Results.SignIn(
                await subjects.OfWalletAsync(wallet, request.GetScopes()), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        }
        catch (SignInRefusedException e)
        {
            return SignInPage.Ask(http, request, e.Message);
        }
        catch (Exception e) when (e is RpcClientUnknownException or RpcClientTimeoutException)
        {
            return SignInPage.Ask(http, request, "The chain's node does not answer. Please try again later.");
        }
    }

    private static OpenIddictRequest RequestOf(HttpContext http) =>
        http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict did not see the request.");
}
