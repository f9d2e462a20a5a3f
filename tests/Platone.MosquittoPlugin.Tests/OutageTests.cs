namespace Platone.MosquittoPlugin.Tests;

public sealed class MosquittoOutageTests() : OutageTests(BrokerKind.Mosquitto);

public sealed class EmbeddedOutageTests() : OutageTests(BrokerKind.Embedded);

public abstract class OutageTests
{
    private const long StaleAfterMs = 1500;
    private static readonly string Topic = Scene.Data("m1/raw");

    private readonly BrokerKind _kind;

    private protected OutageTests(BrokerKind kind) => _kind = kind;

    [Fact]
    public async Task A_head_that_stands_still_stops_consumers_and_not_providers()
    {
        await using var scene = await Scene.Open(_kind, StaleAfterMs, Scene.Grant(1, Topic));
        var @operator = await scene.Connect(Scene.Operator);
        var provider = await scene.Connect(Scene.Provider);
        var consumer = await scene.Connect(Scene.Consumer);
        Assert.True(await @operator.Subscribe("ingest/#"));
        await Eventually.True(async () =>
        {
            await scene.Feed.Beat();
            return await consumer.Subscribe(Topic);
        }, "the consumer was never served");

        await Eventually.True(async () => !await consumer.Subscribe(Topic), "the rules never grew stale");
        await scene.WaitForLog("rules are stale");
        await @operator.Publish(Topic, "while stale");
        Assert.True(await provider.Publish($"ingest/{Scene.Provider}/m1", "reading"));
        Assert.Equal("reading", await @operator.Next());
        Assert.True(await provider.Subscribe(Topic));

        // The head goes on, and the subscription that the session still has is served again.
        await Eventually.True(async () =>
        {
            await scene.Feed.Beat();
            await @operator.Publish(Topic, "fresh");
            return consumer.HasReceived;
        }, "the consumer was never served again");
        Assert.Equal("fresh", await consumer.Next());
    }

    [Fact]
    public async Task A_session_of_the_access_layer_outlives_its_connection_and_loses_nothing()
    {
        await using var scene = await Scene.Open(_kind);
        var provider = await scene.Connect(Scene.Provider);
        var @operator = await scene.Connect(Scene.Operator, session: "access-layer");
        Assert.True(await @operator.Subscribe("ingest/#"));
        await @operator.Disconnect();
        for (var i = 0; i < 200; i++) Assert.True(await provider.Publish($"ingest/{Scene.Provider}/m1", $"{i}"));

        @operator = await scene.Connect(Scene.Operator, session: "access-layer");
        Assert.True(@operator.SessionPresent);
        for (var i = 0; i < 200; i++) Assert.Equal($"{i}", await @operator.Next());
    }

    [Fact]
    public async Task What_was_not_acknowledged_comes_again()
    {
        await using var scene = await Scene.Open(_kind);
        var provider = await scene.Connect(Scene.Provider);
        var @operator = await scene.Connect(Scene.Operator, session: "access-layer", acknowledges: false);
        Assert.True(await @operator.Subscribe("ingest/#"));
        Assert.True(await provider.Publish($"ingest/{Scene.Provider}/m1", "reading"));
        Assert.Equal("reading", await @operator.Next());
        await @operator.Disconnect();

        @operator = await scene.Connect(Scene.Operator, session: "access-layer");
        Assert.Equal("reading", await @operator.Next());
    }
}
