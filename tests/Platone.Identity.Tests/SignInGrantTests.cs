using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Platone.AccessLayer.Tests;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Testing;

namespace Platone.Identity.Tests;

public sealed class SignInGrantTests(SharedFramework shared) : IDisposable
{
    private readonly TokenHttp _http = new(shared.Running.Endpoints.Identity);
    private readonly PrivateKey _key = PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(32));

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_wallet_gets_a_token_with_its_roles_of_the_chain()
    {
        var token = (await _http.SignInAsync(_key)).Token;

        Assert.Equal(("at+jwt", "ES256"), (token.Typ, token.Alg));
        Assert.Equal(_key.Address.ToString(), token.Subject);
        Assert.Equal(shared.Running.Endpoints.Identity.ToString(), token.Issuer);
        Assert.Equal(["platone"], token.Audiences);
        Assert.Equal(TimeSpan.FromMinutes(15), token.ValidTo - token.IssuedAt);
        Assert.Equal(["party"], token.GetPayloadValue<string[]>("roles"));
        Assert.Equal(["party", "provider"], (await _http.SignInAsync(shared.Provider.Key)).Roles);
        var admin = PrivateKey.Parse(File.ReadAllText(Path.Combine(shared.Data, "wallets", "admin.key")).Trim());
        Assert.Equal(["party", "admin"], (await _http.SignInAsync(admin)).Roles);
        var certifier = PrivateKey.Parse(File.ReadAllText(Path.Combine(shared.Data, "wallets", "operator.key")).Trim());
        Assert.Equal(["party", "certifier"], (await _http.SignInAsync(certifier)).Roles);
    }

    [Fact]
    public async Task A_message_counts_once()
    {
        var message = await _http.MessageAsync(_key.Address);
        var signature = _key.Sign(Eip191.Hash(message)).ToString();

        (await _http.SignInAsync(message, signature)).Is(HttpStatusCode.OK);
        (await _http.SignInAsync(message, signature)).Refused("invalid_grant", "used before");
    }

    [Fact]
    public async Task A_wrong_signature_does_not_use_the_nonce_up()
    {
        var message = await _http.MessageAsync(_key.Address);
        var other = PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(32));

        (await _http.SignInAsync(message, other.Sign(Eip191.Hash(message)).ToString())).Refused("invalid_grant", "signature is not of");
        (await _http.SignInAsync(message, "0x")).Refused("invalid_grant", "signature is not of");
        (await _http.SignInAsync(message, "0xzz")).Refused("invalid_grant", "hexadecimal");
        (await _http.SignInAsync(message, "0x" + new string('0', 9000))).Refused("invalid_grant", "at most 4096");
        (await _http.SignInAsync(message, HighS(_key.Sign(Eip191.Hash(message))))).Refused("invalid_grant", "signature is not of");
        (await _http.SignInAsync(message, _key.Sign(Eip191.Hash(message)).ToString())).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("127.0.0.1:", "127.0.0.2:", "domain")]
    [InlineData("URI: http://127.0.0.1", "URI: http://127.0.0.1.example", "URI")]
    [InlineData("URI: http://", "URI: https://", "URI")]
    [InlineData("URI: http://", "URI: http://user@", "URI")]
    [InlineData("Chain ID: 31337", "Chain ID: 1", "chain id")]
    [InlineData("Nonce: 0", "Nonce: 1", "nonce")]
    [InlineData("\nIssued At: 20", "\nIssued At: 21", "future")]
    [InlineData("\nVersion: 1", "\nVersion: 2", "line 7")]
    [InlineData("", "https://", "scheme")]
    [InlineData("$", "\nExpiration Time: 2020-01-01T00:00:00Z", "expired")]
    [InlineData("$", "\nNot Before: 2100-01-01T00:00:00Z", "does not count before")]
    public async Task A_message_for_something_else_is_refused(string part, string instead, string saying)
    {
        var refused = await _http.SignInAsync(_key, wallet: null, message => part switch
        {
            "" => instead + message,
            "$" => message + instead,
            _ => message.Replace(part, instead, StringComparison.Ordinal),
        });

        refused.Refused("invalid_grant", saying);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("hello", "0x00")]
    public async Task What_is_no_message_is_refused(string? message, string? signature)
    {
        List<(string, string)> form = [("grant_type", TokenHttp.SignInGrant)];
        if (message is not null) form.Add(("message", message));
        if (signature is not null) form.Add(("signature", signature));

        (await _http.TokenAsync([.. form])).Refused("invalid_grant", "message");
    }

    [Fact]
    public async Task A_nonce_is_over_after_five_minutes_and_used_ones_are_known_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        var clock = new FakeTimeProvider(new(2026, 11, 27, 4, 0, 0, TimeSpan.Zero));
        var options = LocalIdentity.OptionsFor(shared, folder.Path);
        string late, used, signature;
        await using (var identity = await LocalIdentity.StartAsync(options, clock))
        {
            late = await identity.Http.MessageAsync(_key.Address);
            used = await identity.Http.MessageAsync(_key.Address);
            signature = _key.Sign(Eip191.Hash(used)).ToString();
            (await identity.Http.SignInAsync(used, signature)).Is(HttpStatusCode.OK);
        }

        await using var again = await LocalIdentity.StartAsync(options, clock);
        (await again.Http.SignInAsync(used, signature)).Refused("invalid_grant", "used before");
        clock.Advance(TimeSpan.FromMinutes(5));
        (await again.Http.SignInAsync(late, _key.Sign(Eip191.Hash(late)).ToString())).Refused("invalid_grant", "the nonce is over");
        (await again.Http.SignInAsync(_key)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nonces_that_are_over_are_not_kept()
    {
        using var folder = new TemporaryFolder();
        var clock = new FakeTimeProvider(new(2026, 11, 27, 4, 0, 0, TimeSpan.Zero));
        await using var identity = await LocalIdentity.StartAsync(LocalIdentity.OptionsFor(shared, folder.Path), clock);
        (await identity.Http.SignInAsync(_key)).Is(HttpStatusCode.OK);
        Assert.Equal(1, Database.Number(identity.Options.Store, "SELECT count(*) FROM UsedNonces"));

        clock.Advance(TimeSpan.FromHours(1));

        await Eventually.TrueAsync(
            () => Database.Number(identity.Options.Store, "SELECT count(*) FROM UsedNonces") == 0, () => "the nonce is still there");
    }

    [Fact]
    public async Task A_contract_wallet_signs_in_and_hears_the_broker()
    {
        var chainId = (await _http.TermsAsync()).ChainId;
        var wallet = await ContractWallet.DeployAsync(shared.Running.Endpoints.Chain, chainId, _key);

        // Its owner's signature is not enough for another wallet, nor another's for it.
        var stranger = PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(32));
        (await _http.SignInAsync(stranger, wallet)).Refused("invalid_grant", "signature is not of");
        var token = (await _http.SignInAsync(_key, wallet)).AccessToken;

        using var http = new SignedHttp(shared.Running.Endpoints.AccessLayer, stranger);
        var login = (await http.SendAsync(HttpMethod.Post, "/broker/login", [], $"Bearer {token}")).Is(HttpStatusCode.OK);
        await using var client = await PlainClient.ConnectAsync(
            System.Text.Json.JsonSerializer.Deserialize(login.Text, ProtocolJson.Default.BrokerLogin)!, "contract");
        Assert.Equal(MQTTnet.MqttClientSubscribeResultCode.GrantedQoS1, await client.SubscribeAsync($"access/{wallet}"));
        Assert.Equal(MQTTnet.MqttClientSubscribeResultCode.NotAuthorized, await client.SubscribeAsync($"access/{_key.Address}"));
    }

    [Fact]
    public async Task A_contract_that_is_no_wallet_signs_nothing()
    {
        var registry = Platone.Contracts.Deployment.ContractLine.LoadOnly(Path.Combine(shared.Data, "deployments")).SubscriptionRegistry;

        (await _http.SignInAsync(_key, registry)).Refused("invalid_grant", "signature is not of");
    }

    [Fact]
    public async Task Too_many_requests_of_one_address_are_told_to_wait()
    {
        using var folder = new TemporaryFolder();
        await using var identity = await LocalIdentity.StartAsync(
            LocalIdentity.OptionsFor(shared, folder.Path) with { RequestBurst = 5, RequestsPerSecond = 1 }, TimeProvider.System);

        TokenAnswer? refused = null;
        for (var i = 0; i < 200 && refused is null; i++)
        {
            var answer = await identity.Http.TokenAsync(("grant_type", TokenHttp.SignInGrant));
            if (answer.Status == HttpStatusCode.TooManyRequests) refused = answer;
        }

        Assert.NotNull(refused);
        refused.Refused("temporarily_unavailable", "a second", HttpStatusCode.TooManyRequests);
        // What costs nothing goes on.
        Assert.Equal("Healthy", await identity.Http.Http.GetStringAsync("/health", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_the_chain_no_token_is_given()
    {
        using var folder = new TemporaryFolder();
        await using var identity = await LocalIdentity.StartAsync(
            LocalIdentity.OptionsFor(shared, folder.Path) with { ChainUrls = [new("http://127.0.0.1:1/")] }, TimeProvider.System);

        (await identity.Http.SignInAsync(_key)).Refused("temporarily_unavailable", "chain", HttpStatusCode.ServiceUnavailable);
    }

    /// <summary>The other signature that fits (EIP-2).</summary>
    private static string HighS(Signature signature)
    {
        var order = System.Numerics.BigInteger.Parse(
            "0fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", System.Globalization.NumberStyles.HexNumber,
            System.Globalization.CultureInfo.InvariantCulture);
        var s = order - new System.Numerics.BigInteger(signature.S.ToArray(), isUnsigned: true, isBigEndian: true);
        return Hex.Encode([.. signature.R.ToArray(), .. s.ToByteArray(isUnsigned: true, isBigEndian: true), (byte)(28 - signature.RecoveryId)]);
    }
}
