using System.Net.Http.Json;
using System.Text.Json;
using Platone.Cryptography;
using Platone.Protocol;

namespace Platone.Client;

/// <summary>The identity service as a wallet sees it: signs in with Ethereum (EIP-4361) and gets an access token.</summary>
public sealed class IdentityClient(HttpClient http, TimeProvider time)
{
    private const string Grant = "urn:platone:oauth:grant-type:siwe";

    /// <exception cref="AccessRefusedException">The service refused.</exception>
    /// <exception cref="InvalidDataException">What the service wants signed is for somebody else than the service.</exception>
    public async Task<AccessToken> SignInAsync(PrivateKey wallet, CancellationToken cancellationToken)
    {
        var terms = await http.GetFromJsonAsync("/siwe/nonce", ProtocolJson.Default.SignInTerms, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException("The identity service answered null.");
        // A service that has wallets sign for another one would sign in there.
        if (terms.Domain != http.BaseAddress!.Authority)
            throw new InvalidDataException($"{http.BaseAddress} wants a signature for {terms.Domain}, expected {http.BaseAddress.Authority}.");

        var now = time.GetUtcNow();
        var message = new SignInMessage(
            Scheme: null, terms.Domain, wallet.Address, "Sign in to Platone.", terms.Uri, terms.ChainId, terms.Nonce, now,
            ExpirationTime: now + TimeSpan.FromMinutes(5)).ToString();
        using var form = new FormUrlEncodedContent(
            [new("grant_type", Grant), new("message", message), new("signature", wallet.Sign(Eip191.Hash(message)).ToString())]);
        using var answer = await http.PostAsync("/connect/token", form, cancellationToken).ConfigureAwait(false);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken).ConfigureAwait(false);
        return answer.IsSuccessStatusCode
            ? new(body.GetProperty("access_token").GetString()!, now + TimeSpan.FromSeconds(body.GetProperty("expires_in").GetInt64()))
            : throw new AccessRefusedException((int)answer.StatusCode, ReasonOf(body) ?? answer.ReasonPhrase ?? "no reason given");
    }

    private static string? ReasonOf(JsonElement body) => body.TryGetProperty("error_description", out var reason) ? reason.GetString() : null;
}

/// <param name="Token">For the header <c>Authorization: Bearer</c>.</param>
public sealed record AccessToken(string Token, DateTimeOffset Expires);
