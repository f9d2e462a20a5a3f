using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenIddict.Abstractions;
using Platone.Cryptography;
using Platone.Protocol;

namespace Platone.Identity.SignIn;

/// <summary>
/// The page on which a wallet signs: first it names its address, then it signs the message that the page shows. One script and one style of our own,
/// no others may run; the form may go here and, by the redirect, to the application, nowhere else; nobody may frame it.
/// </summary>
sealed class SignInPage(NonceIssuer nonces, IdentityOptions options, TimeProvider time)
{
    private const string Script = "/siwe/sign-in.js", Style = "/siwe/sign-in.css";

    /// <summary>What of an authorization request the form carries on (RFC 6749 section 4.1.1, RFC 7636 section 4.3).</summary>
    private static readonly string[] Carried =
        ["response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "response_mode", "code_challenge", "code_challenge_method"];

    /// <summary>The wallet's owner reads for whom it signs; a message that was signed for one application does not sign in to another.</summary>
    public static string StatementFor(string client) => $"Sign in to Platone and let {client} act for this wallet.";

    public static void MapFiles(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Script, () => Resource("sign-in.js", "text/javascript")).ExcludeFromDescription();
        routes.MapGet(Style, () => Resource("sign-in.css", "text/css")).ExcludeFromDescription();
    }

    /// <summary>Asks for the wallet's address.</summary>
    /// <param name="problem">Why what was tried before did not work.</param>
    public static IResult Ask(HttpContext http, OpenIddictRequest request, string? problem = null) => Page(
        http, request, problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        $"""
        {(problem is null ? "" : $"<p role=\"alert\">{Text(problem)}</p>")}
        <input type="hidden" name="address">
        <button type="button" id="connect">Connect a wallet</button>
        """);

    /// <summary>Shows the message that the wallet is to sign.</summary>
    public IResult Show(HttpContext http, OpenIddictRequest request, Address wallet)
    {
        var (nonce, expires) = nonces.Issue();
        var message = new SignInMessage(
            Scheme: null, options.Issuer.Authority, wallet, StatementFor(request.ClientId!), options.Issuer.ToString(), options.Contracts.ChainId, nonce,
            time.GetUtcNow(), expires);
        return Page(
            http, request, StatusCodes.Status200OK,
            $"""
            <pre>{Text(message.ToString())}</pre>
            <textarea name="message" hidden>{Text(message.ToString())}</textarea>
            <input type="hidden" name="signature">
            <button type="button" id="sign" data-address="{wallet}">Sign</button>
            """);
    }

    private static IResult Page(HttpContext http, OpenIddictRequest request, int status, string form)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
            + $"form-action 'self' {new Uri(request.RedirectUri!).GetLeftPart(UriPartial.Authority)}";
        return Results.Content(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Sign in to Platone</title><link rel="stylesheet" href="{Style}"><script src="{Script}" defer></script></head>
            <body>
            <h1>Sign in to Platone</h1>
            <p><strong>{Text(request.ClientId!)}</strong> at <strong>{Text(new Uri(request.RedirectUri!).Authority)}</strong> asks to act for your wallet.</p>
            <form method="post" action="/connect/authorize">
            {Carry(request)}
            {form}
            </form>
            <p id="problem" role="alert"></p>
            </body>
            </html>
            """,
            "text/html; charset=utf-8", Encoding.UTF8, status);
    }

    private static string Carry(OpenIddictRequest request) => string.Concat(Carried
        .Select(name => (Name: name, Value: (string?)request[name]))
        .Where(parameter => parameter.Value is not null)
        .Select(parameter => $"<input type=\"hidden\" name=\"{parameter.Name}\" value=\"{Text(parameter.Value!)}\">\n"));

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);

    private static IResult Resource(string name, string type) =>
        Results.Stream(typeof(SignInPage).Assembly.GetManifestResourceStream(name)!, type);
}
