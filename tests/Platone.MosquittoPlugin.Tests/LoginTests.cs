namespace Platone.MosquittoPlugin.Tests;

public sealed class MosquittoLoginTests() : LoginTests(BrokerKind.Mosquitto);

public sealed class EmbeddedLoginTests() : LoginTests(BrokerKind.Embedded);

public abstract class LoginTests
{
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

        foreach (var reason in new[] { "MalformedToken", "WrongToken", "ExpiredToken", "ForeignClientId", "NotAWallet" })
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
}
