using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Platone.Cryptography;
using Platone.Identity.Keys;
using Platone.ServiceDefaults;
using Platone.Testing;

namespace Platone.Identity.Tests;

public sealed class BearerTests(SharedFramework shared) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PrivateKey _key = PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(32));
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Services_follow_a_rotation_and_a_restart()
    {
        var options = LocalIdentity.OptionsFor(shared, _folder.Path);
        await using var guarded = await GuardedService.StartAsync(new(options.Issuer), _key);
        string before, after;
        await using (var identity = await LocalIdentity.StartAsync(options, _time))
        {
            before = (await identity.Http.SignInAsync(_key)).AccessToken;
            Assert.Equal(_key.Address.ToString(), (await guarded.BearerAsync(before)).Is(HttpStatusCode.OK).Text);

            _time.Advance(TimeSpan.FromSeconds(1));
            var made = KeyRing.Rotate(options.KeyFolder, _time).Key.KeyId;
            await PassAsync(identity, KeyRing.PublishedAhead);
            after = (await identity.Http.SignInAsync(_key)).AccessToken;
            Assert.Equal(made, new JsonWebToken(after).Kid);
            Assert.Equal([made, new JsonWebToken(before).Kid], await PublishedAsync(identity));
        }

        await using var again = await LocalIdentity.StartAsync(options, _time);
        await AcceptedAsync(guarded, after);
        (await guarded.BearerAsync(before)).Is(HttpStatusCode.OK);
        await AcceptedAsync(guarded, (await again.Http.SignInAsync(_key)).AccessToken);

        await PassAsync(again, options.RefreshTokenLife + TimeSpan.FromSeconds(1));
        Assert.Equal([new JsonWebToken(after).Kid], await PublishedAsync(again));
    }

    [Fact]
    public async Task Without_the_identity_service_tokens_wait_and_signed_requests_go_on()
    {
        var options = LocalIdentity.OptionsFor(shared, _folder.Path);
        await using var guarded = await GuardedService.StartAsync(new(options.Issuer), _key);
        string token;
        await using (var identity = await LocalIdentity.StartAsync(options, TimeProvider.System)) token = (await identity.Http.SignInAsync(_key)).AccessToken;

        (await guarded.BearerAsync(token)).Problem(HttpStatusCode.ServiceUnavailable, "keys");
        (await guarded.SignedAsync()).Is(HttpStatusCode.OK);

        await using var again = await LocalIdentity.StartAsync(options, TimeProvider.System);
        await AcceptedAsync(guarded, token);
    }

    [Fact]
    public async Task Only_what_the_issuer_signed_for_this_use_and_time_counts()
    {
        var options = LocalIdentity.OptionsFor(shared, _folder.Path);
        await using var identity = await LocalIdentity.StartAsync(options, TimeProvider.System);
        await using var guarded = await GuardedService.StartAsync(new(options.Issuer), _key);
        var own = identity.Services.GetRequiredService<KeyRing>().Keys[0].Key;
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();

        (await guarded.BearerAsync(Made(own))).Is(HttpStatusCode.OK);
        (await guarded.BearerAsync(Made(own, expires: now.AddMinutes(-2)))).Problem(HttpStatusCode.Unauthorized, "expired");
        (await guarded.BearerAsync(Made(own, issuer: "https://other.example/"))).Problem(HttpStatusCode.Unauthorized, "not of");
        (await guarded.BearerAsync(Made(own, audience: "other"))).Problem(HttpStatusCode.Unauthorized, "not for");
        (await guarded.BearerAsync(Made(own, type: "JWT"))).Problem(HttpStatusCode.Unauthorized, "at+jwt");
        (await guarded.BearerAsync(Made(new ECDsaSecurityKey(foreign) { KeyId = own.KeyId }))).Problem(HttpStatusCode.Unauthorized, "not signed by");
        (await guarded.BearerAsync(Made(new ECDsaSecurityKey(foreign) { KeyId = "foreign" }))).Problem(HttpStatusCode.Unauthorized, "not signed by");
        (await guarded.BearerAsync(Unsigned())).Problem(HttpStatusCode.Unauthorized);
        (await guarded.BearerAsync("nothing")).Problem(HttpStatusCode.Unauthorized);
        (await guarded.BearerAsync(Made(own, subject: "reporting"))).Problem(HttpStatusCode.Forbidden, "no wallet");

        string Made(
            ECDsaSecurityKey key, DateTimeOffset? expires = null, string? issuer = null, string audience = "platone", string type = "at+jwt",
            string? subject = null) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? options.Issuer.ToString(), Audience = audience, TokenType = type,
            Expires = (expires ?? now.AddMinutes(5)).UtcDateTime, Claims = new Dictionary<string, object> { ["sub"] = subject ?? _key.Address.ToString() },
            SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256),
        });

        string Unsigned()
        {
            var parts = Made(own).Split('.');
            return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""")}.{parts[1]}.";
        }
    }

    private async Task PassAsync(LocalIdentity identity, TimeSpan time)
    {
        _time.Advance(time);
        identity.Services.GetRequiredService<KeyRing>().Refresh();
        await identity.Http.TermsAsync();
    }

    private static async Task<string[]> PublishedAsync(LocalIdentity identity)
    {
        using var document = JsonDocument.Parse(await identity.Http.Http.GetStringAsync("/.well-known/jwks", TestContext.Current.CancellationToken));
        return [.. document.RootElement.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
    }

    private static Task AcceptedAsync(GuardedService guarded, string token) => Eventually.TrueAsync(
        async () => (await guarded.BearerAsync(token)).Status == HttpStatusCode.OK, () => "the token of a new key was never accepted");
}
