using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Platone.Cryptography;
using Platone.Protocol;

namespace Platone.Identity.Tests;

/// <summary>The identity service over HTTP, with requests that a test can make wrong.</summary>
sealed class TokenHttp(Uri identity) : IDisposable
{
    public const string SignInGrant = "urn:platone:oauth:grant-type:siwe";

    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = identity };

    public void Dispose() => Http.Dispose();

    public async Task<SignInTerms> TermsAsync() =>
        (await Http.GetFromJsonAsync("/siwe/nonce", ProtocolJson.Default.SignInTerms, TestContext.Current.CancellationToken))!;

    public async Task<TokenAnswer> TokenAsync(params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)));
        using var answer = await Http.PostAsync("/connect/token", content, TestContext.Current.CancellationToken);
        return new(answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    public Task<TokenAnswer> SignInAsync(string message, string signature) =>
        TokenAsync(("grant_type", SignInGrant), ("message", message), ("signature", signature));

    /// <summary>Signs in by a message that a test may change before it is signed.</summary>
    /// <param name="wallet">Whom the message names, where it is not the key's own address.</param>
    public async Task<TokenAnswer> SignInAsync(PrivateKey key, Address? wallet = null, Func<string, string>? change = null)
    {
        var message = await MessageAsync(wallet ?? key.Address, change);
        return await SignInAsync(message, key.Sign(Eip191.Hash(message)).ToString());
    }

    public async Task<string> MessageAsync(Address wallet, Func<string, string>? change = null)
    {
        var terms = await TermsAsync();
        var message = new SignInMessage(
            null, terms.Domain, wallet, "Sign in to Platone.", terms.Uri, terms.ChainId, terms.Nonce,
            DateTimeOffset.Parse(terms.Expires, System.Globalization.CultureInfo.InvariantCulture).AddMinutes(-5)).ToString();
        return change?.Invoke(message) ?? message;
    }
}

sealed record TokenAnswer(HttpStatusCode Status, JsonElement Body)
{
    public string AccessToken => Is(HttpStatusCode.OK).Body.GetProperty("access_token").GetString()!;

    public string RefreshToken => Is(HttpStatusCode.OK).Body.GetProperty("refresh_token").GetString()!;

    public JsonWebToken Token => new(AccessToken);

    public IEnumerable<string> Roles => Token.GetPayloadValue<string[]>("roles");

    public TokenAnswer Is(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{Status}, expected {status}: {Body}");
        return this;
    }

    /// <summary>An error as RFC 6749 section 5.2 has it.</summary>
    public void Refused(string error, string saying = "", HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        Is(status);
        Assert.Equal(error, Body.GetProperty("error").GetString());
        Assert.Contains(saying, Body.GetProperty("error_description").GetString(), StringComparison.OrdinalIgnoreCase);
    }
}
