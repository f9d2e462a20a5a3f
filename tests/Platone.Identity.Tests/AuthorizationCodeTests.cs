using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Platone.Cryptography;
using Platone.Identity.Clients;
using Platone.Testing;

namespace Platone.Identity.Tests;

public sealed partial class AuthorizationCodeTests(SharedFramework shared) : IAsyncLifetime
{
    private const string Redirect = "https://app.example/back";

    private readonly TemporaryFolder _folder = new();
    private readonly PrivateKey _key = PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(32));
    private readonly string _verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
    private LocalIdentity? _identity;

    private LocalIdentity Identity => _identity!;

    public async ValueTask InitializeAsync()
    {
        _identity = await LocalIdentity.StartAsync(LocalIdentity.OptionsFor(shared, _folder.Path), TimeProvider.System);
        await using var clients = await ClientRegistry.OpenAsync(_identity.Options.Store, TestContext.Current.CancellationToken);
        await clients.AddApplicationAsync("dashboard", [Redirect], TestContext.Current.CancellationToken);
        await clients.AddApplicationAsync("other", [Redirect], TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_identity is not null) await _identity.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_user_signs_on_the_page_and_the_application_gets_tokens()
    {
        var page = await PageAsync(await SendAsync(HttpMethod.Get, Request()));
        Assert.Contains("dashboard", page, StringComparison.Ordinal);
        Assert.Contains("app.example", page, StringComparison.Ordinal);

        var message = Message(await PageAsync(await SendAsync(HttpMethod.Post, [.. Request(), ("address", _key.Address.ToString())])));
        Assert.Contains("let dashboard act for this wallet.", message, StringComparison.Ordinal);
        var back = QueryHelpers.ParseQuery((await SignedAsync(message)).Query);

        Assert.Equal(("state-1", Identity.Options.Issuer.ToString()), (back["state"].Single(), back["iss"].Single()));
        var answer = await CodeAsync(back["code"].Single()!);
        Assert.Equal(_key.Address.ToString(), answer.Token.Subject);
        Assert.Equal(["party"], answer.Roles);
        // A code counts once.
        (await CodeAsync(back["code"].Single()!)).Refused("invalid_grant");
    }

    [Fact]
    public async Task Refresh_tokens_are_given_when_asked_for_and_count_once()
    {
        var first = await CodeAsync(await CodeOfAsync([.. Request(), ("scope", "offline_access")]));
        var second = await RefreshAsync(first.RefreshToken);

        Assert.Equal(first.Token.Subject, second.Token.Subject);
        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
        // Who shows an old one is a thief, or was robbed: the newer one ends too.
        (await RefreshAsync(first.RefreshToken)).Refused("invalid_grant");
        (await RefreshAsync(second.RefreshToken)).Refused("invalid_grant");
        Assert.False((await CodeAsync(await CodeOfAsync(Request()))).Body.TryGetProperty("refresh_token", out _));
    }

    [Fact]
    public async Task A_code_needs_its_verifier_and_its_client()
    {
        (await CodeAsync(await CodeOfAsync(Request()), verifier: "x" + _verifier[1..])).Refused("invalid_grant");
        (await CodeAsync(await CodeOfAsync(Request()), client: "other")).Refused("invalid_grant");
        (await Identity.Http.TokenAsync(
            ("grant_type", "authorization_code"), ("code", await CodeOfAsync(Request())), ("redirect_uri", Redirect), ("code_verifier", _verifier)))
            .Refused("invalid_client", status: HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("code_challenge", null)]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("redirect_uri", "https://evil.example/back")]
    [InlineData("client_id", "nobody")]
    [InlineData("response_type", "token")]
    public async Task A_request_that_is_wrong_shows_no_page(string parameter, string? value)
    {
        var request = Request().Where(field => field.Item1 != parameter).ToList();
        if (value is not null) request.Add((parameter, value));

        using var answer = await SendAsync(HttpMethod.Get, [.. request]);
        var told = $"{answer.Headers.Location} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
        Assert.Contains("error", told, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", told, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", answer.Headers.Location?.Host ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_was_signed_for_one_application_does_not_sign_in_to_another()
    {
        var message = Message(await PageAsync(await SendAsync(HttpMethod.Post, [.. Request(), ("address", _key.Address.ToString())])));
        var signature = _key.Sign(Eip191.Hash(message)).ToString();
        (string, string)[] request = [.. Request().Where(field => field.Item1 != "client_id"), ("client_id", "other")];

        using var answer = await SendAsync(HttpMethod.Post, [.. request, ("message", message), ("signature", signature)]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("statement", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_runs_nothing_but_its_own_script_and_hides_what_it_is_given()
    {
        using var answer = await SendAsync(HttpMethod.Get, [.. Request().Where(field => field.Item1 != "state"), ("state", "\"><script>alert(1)</script>")]);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();

        Assert.Contains("default-src 'none'; script-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.EndsWith("form-action 'self' https://app.example", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", await PageAsync(answer), StringComparison.Ordinal);
        foreach (var file in new[] { "/siwe/sign-in.js", "/siwe/sign-in.css" })
            Assert.NotEmpty(await Identity.Http.Http.GetStringAsync(file, TestContext.Current.CancellationToken));
    }

    private (string, string)[] Request() =>
    [
        ("response_type", "code"), ("client_id", "dashboard"), ("redirect_uri", Redirect), ("state", "state-1"),
        ("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier)))), ("code_challenge_method", "S256"),
    ];

    private async Task<string> CodeOfAsync((string, string)[] request)
    {
        var message = Message(await PageAsync(await SendAsync(HttpMethod.Post, [.. request, ("address", _key.Address.ToString())])));
        return QueryHelpers.ParseQuery((await SignedAsync(message, request)).Query)["code"].Single()!;
    }

    /// <summary>Posts what the page's form posts, line ends of forms included.</summary>
    private async Task<Uri> SignedAsync(string message, (string, string)[]? request = null)
    {
        using var answer = await SendAsync(
            HttpMethod.Post,
            [
                .. request ?? Request(), ("message", message.ReplaceLineEndings("\r\n")), ("signature", _key.Sign(Eip191.Hash(message)).ToString()),
            ]);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith(Redirect, answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        return answer.Headers.Location;
    }

    private Task<TokenAnswer> CodeAsync(string code, string? verifier = null, string client = "dashboard") => Identity.Http.TokenAsync(
        ("grant_type", "authorization_code"), ("client_id", client), ("code", code), ("redirect_uri", Redirect), ("code_verifier", verifier ?? _verifier));

    private Task<TokenAnswer> RefreshAsync(string token) =>
        Identity.Http.TokenAsync(("grant_type", "refresh_token"), ("client_id", "dashboard"), ("refresh_token", token));

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, (string, string)[] fields)
    {
        var form = fields.Select(field => new KeyValuePair<string, string?>(field.Item1, field.Item2)).ToList();
        var http = Identity.Http.Http;
        return method == HttpMethod.Get
            ? http.GetAsync(QueryHelpers.AddQueryString("/connect/authorize", form), TestContext.Current.CancellationToken)
            : http.PostAsync("/connect/authorize", new FormUrlEncodedContent(form!), TestContext.Current.CancellationToken);
    }

    private static async Task<string> PageAsync(HttpResponseMessage answer)
    {
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}: {page}");
        return page;
    }

    private static string Message(string page) => WebUtility.HtmlDecode(Shown().Match(page).Groups[1].Value);

    [GeneratedRegex("<pre>([^<]*)</pre>")]
    private static partial Regex Shown();
}
