using MQTTnet;
using Platone.Cryptography;
using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

public sealed class MosquittoLoginTests() : LoginTests(BrokerKind.Mosquitto);

public sealed class EmbeddedLoginTests() : LoginTests(BrokerKind.Embedded);

public abstract class LoginTests
{
    private static readonly PrivateKey Key = PrivateKey.Parse("0x00000000000000000000000000000000000000000000000000000000000a11ce");

    private readonly BrokerKind _kind;

    private protected LoginTests(BrokerKind kind) => _kind = kind;

    [Fact]
    public async Task A_wallet_with_its_token_gets_in_and_others_do_not()
    {
        await using var scene = await Scene.Open(_kind);
        var wallet = Scene.Consumer;
        Assert.True((await scene.TryConnect(wallet)).IsConnected);

        Assert.False((await scene.TryConnect(wallet, token: "v1.1.00")).IsConnected);
        Assert.False((await scene.TryConnect(wallet, token: "")).IsConnected);
        Assert.False((await scene.TryConnect(wallet, token: Scene.Token(Scene.Provider))).IsConnected);
        Assert.False((await scene.TryConnect(wallet, token: Scene.Token(wallet, Scene.Now - 1))).IsConnected);
        Assert.False((await scene.TryConnect(wallet, clientId: $"{Scene.Provider}-1")).IsConnected);
        Assert.False((await scene.TryConnect(wallet, clientId: "")).IsConnected);
        Assert.False((await scene.TryConnect(wallet, username: wallet.ToChecksumString())).IsConnected);
        Assert.False((await scene.TryConnect(wallet, username: "")).IsConnected);

        foreach (var reason in new[] { "MalformedToken", "WrongToken", "ExpiredToken", "ForeignClientId", "NotAnAccount" })
            await scene.WaitForLog($"login refused: {reason}");
        Assert.DoesNotContain("v1.", scene.Broker.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_takes_over_the_session_of_another_wallet()
    {
        await using var scene = await Scene.Open(_kind);
        var victim = await scene.TryConnect(Scene.Provider, clientId: $"{Scene.Provider}-meter");
        Assert.False((await scene.TryConnect(Scene.Consumer, clientId: $"{Scene.Provider}-meter")).IsConnected);
        Assert.True(await victim.Publish($"ingest/{Scene.Provider}/meter", "still here"));
    }

    [Fact]
    public async Task A_wallet_takes_over_its_own_session_and_only_with_a_good_token()
    {
        await using var scene = await Scene.Open(_kind);
        var @operator = await scene.Connect(Scene.Operator);
        var first = await scene.Connect(Scene.Provider, session: "meter");
        Assert.True(await first.Subscribe($"receipts/{Scene.Provider}/#"));
        Assert.False((await scene.TryConnect(Scene.Provider, token: Scene.Token(Scene.Consumer), session: "meter")).IsConnected);
        Assert.False((await scene.TryConnect(Scene.Provider, token: Scene.Token(Scene.Provider, Scene.Now - 1), session: "meter")).IsConnected);
        Assert.True(await first.Publish($"ingest/{Scene.Provider}/meter", "still here"));

        var second = await scene.Connect(Scene.Provider, session: "meter");
        Assert.True(second.SessionPresent);
        await Eventually.True(() => !first.IsConnected, "the first connection was never ended");
        Assert.True(await @operator.Publish($"receipts/{Scene.Provider}/meter", "for the session"));
        Assert.Equal("for the session", await second.Next());
    }

    [Fact]
    public async Task A_wallet_gets_in_by_its_signature_alone()
    {
        await using var scene = await Scene.Open(_kind, Scene.Grant(1, Scene.Data("m/raw"), Key.Address));
        await using var anna = new SigningClient(scene.Broker.Port, Key, $"{Key.Address}-1");
        Assert.Equal(MqttClientConnectResultCode.Success, await anna.Connect());
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await anna.Subscribe(Scene.Data("m/raw")));
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await anna.Subscribe(Scene.Data("other/raw")));
    }

    [Fact]
    public async Task Whoever_has_not_the_key_does_not_get_in_by_a_signature()
    {
        await using var scene = await Scene.Open(_kind);
        var mallory = PrivateKey.Parse("0x0000000000000000000000000000000000000000000000000000000000000bad");
        await Refused(new(scene.Broker.Port, mallory, $"{Key.Address}-1") { Claims = Key.Address });
        await Refused(new(scene.Broker.Port, Key, $"{Scene.Consumer}-1"));
        await Refused(new(scene.Broker.Port, Key, $"{Key.Address}-1") { Spoils = true });
        await Refused(new(scene.Broker.Port, Key, $"{Key.Address}-1") { Method = "SCRAM-SHA-1" });
        // A user name beside the signature makes nobody else of the client.
        await using var both = new SigningClient(scene.Broker.Port, Key, $"{Key.Address}-1") { Username = Scene.Operator.ToString() };
        if (await both.Connect() == MqttClientConnectResultCode.Success)
            Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await both.Subscribe("ingest/#"));

        foreach (var reason in new[] { "WrongSignature", "ForeignClientId" }) await scene.WaitForLog($"login refused: {reason}");
    }

    [Fact]
    public async Task A_device_gets_in_by_its_password_until_that_is_taken_away()
    {
        await using var scene = await Scene.Open(_kind);
        var account = $"{Scene.Provider}/old meter";
        var password = new Credential(Credential.OfPassword("pass"u8), account);
        await scene.Feed.Send(new RuleChange.AddCredential(password));
        await scene.Settle();

        var other = await scene.Connect(Scene.Provider);
        Assert.False((await scene.TryConnect(default, username: account, token: "wrong", clientId: account)).IsConnected);
        Assert.False((await scene.TryConnect(default, username: account, token: "pass", clientId: account + "2")).IsConnected);
        Assert.False((await scene.TryConnect(default, username: $"{Scene.Consumer}/old meter", token: "pass",
            clientId: $"{Scene.Consumer}/old meter")).IsConnected);
        var device = await scene.TryConnect(default, username: account, token: "pass", clientId: account);
        Assert.True(device.IsConnected);
        Assert.True(await device.Publish($"ingest/{account}", "reading"));
        Assert.True(await device.Subscribe($"receipts/{account}"));
        Assert.False(await device.Publish($"ingest/{Scene.Provider}/new meter", "reading"));
        Assert.False(await device.Subscribe($"data/{account}/raw"));

        await scene.Feed.Send(new RuleChange.RemoveCredential(password));
        await Eventually.True(() => !device.IsConnected, "the connection outlived its password");
        Assert.False((await scene.TryConnect(default, username: account, token: "pass", clientId: account)).IsConnected);
        Assert.True(other.IsConnected);
        Assert.True(await other.Publish($"ingest/{account}", "reading"));
    }

    private static async Task Refused(SigningClient client)
    {
        await using (client) Assert.NotEqual(MqttClientConnectResultCode.Success, await client.Connect());
    }
}
