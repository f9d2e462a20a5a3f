using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

public sealed class MosquittoRevocationTests() : RevocationTests(BrokerKind.Mosquitto);

public sealed class EmbeddedRevocationTests() : RevocationTests(BrokerKind.Embedded);

public abstract class RevocationTests
{
    private static readonly string Topic = Scene.Data("m1/raw");
    private static readonly Grant Granted = Scene.Grant(1, Topic);
    private static readonly Grant Other = Scene.Grant(2, Scene.Data("m2/raw"));

    private readonly BrokerKind _kind;

    private protected RevocationTests(BrokerKind kind) => _kind = kind;

    [Fact]
    public async Task Delivery_stops_at_the_revocation_and_resumes_at_a_new_grant_without_reconnecting()
    {
        await using var scene = await Scene.Open(_kind, Granted);
        var @operator = await scene.Connect(Scene.Operator);
        var consumer = await scene.Connect(Scene.Consumer);
        Assert.True(await consumer.Subscribe(Topic));
        await @operator.Publish(Topic, "before");
        Assert.Equal("before", await consumer.Next());

        await scene.Feed.Send(new RuleChange.RevokeGrant(Granted.Id));
        await scene.Settle();
        for (var i = 0; i < 100; i++)
            await @operator.Publish(Topic, $"while revoked {i}");

        await scene.Feed.Send(new RuleChange.AddGrant(Granted));
        await scene.Settle();
        await @operator.Publish(Topic, "after");
        Assert.Equal("after", await consumer.Next());
    }

    [Fact]
    public async Task What_waits_in_an_offline_session_is_not_delivered_after_the_revocation()
    {
        await using var scene = await Scene.Open(_kind, Granted, Other);
        var @operator = await scene.Connect(Scene.Operator);
        var consumer = await scene.Connect(Scene.Consumer, session: "s");
        Assert.True(await consumer.Subscribe(Topic));
        Assert.True(await consumer.Subscribe(Scene.Data("m2/raw")));
        await consumer.Disconnect();
        await @operator.Publish(Topic, "queued, then revoked");
        await @operator.Publish(Scene.Data("m2/raw"), "queued, still granted");

        await scene.Feed.Send(new RuleChange.RevokeGrant(Granted.Id));
        await scene.Settle();
        consumer = await scene.Connect(Scene.Consumer, session: "s");
        Assert.True(consumer.SessionPresent);
        Assert.Equal("queued, still granted", await consumer.Next());
        await @operator.Publish(Scene.Data("m2/raw"), "the next");
        Assert.Equal("the next", await consumer.Next());
    }

    [Fact]
    public async Task A_retained_message_is_not_given_to_a_revoked_subscriber()
    {
        await using var scene = await Scene.Open(_kind, Granted, Other);
        var @operator = await scene.Connect(Scene.Operator);
        var consumer = await scene.Connect(Scene.Consumer);
        await @operator.Publish(Topic, "retained", retain: true);
        Assert.True(await consumer.Subscribe(Topic));
        Assert.Equal("retained", await consumer.Next());

        await scene.Feed.Send(new RuleChange.RevokeGrant(Granted.Id));
        await scene.Settle();
        Assert.False(await consumer.Subscribe(Topic));
        Assert.True(await consumer.Subscribe(Scene.Data("m2/raw")));
        await @operator.Publish(Scene.Data("m2/raw"), "the next");
        Assert.Equal("the next", await consumer.Next());
    }
}
