using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

public sealed class AccessTests
{
    [Fact]
    public async Task A_subscription_needs_a_grant_that_covers_it()
    {
        await using var scene = await Scene.Open(Scene.Grant(1, Scene.Data("m1/#")));
        var consumer = await scene.Connect(Scene.Consumer);
        Assert.True(await consumer.Subscribe(Scene.Data("m1/raw")));
        Assert.True(await consumer.Subscribe(Scene.Data("m1/#")));
        Assert.True(await consumer.Subscribe($"certified/{Scene.Provider}"));
        foreach (var filter in new[] { Scene.Data("m2/raw"), Scene.Data("#"), "#", "+/#", "data/#", "ingest/#", "$SYS/#", $"receipts/{Scene.Provider}/#" })
            Assert.False(await consumer.Subscribe(filter), filter);
    }

    [Fact]
    public async Task Operators_hear_ingest_and_providers_get_their_receipts()
    {
        await using var scene = await Scene.Open();
        var @operator = await scene.Connect(Scene.Operator);
        var provider = await scene.Connect(Scene.Provider);
        Assert.True(await @operator.Subscribe("ingest/#"));
        Assert.True(await provider.Subscribe($"receipts/{Scene.Provider}/#"));

        Assert.True(await provider.Publish($"ingest/{Scene.Provider}/m1", "reading"));
        Assert.Equal("reading", await @operator.Next());
        Assert.True(await @operator.Publish($"receipts/{Scene.Provider}/m1", "receipt"));
        Assert.Equal("receipt", await provider.Next());

        Assert.False(await provider.Publish($"ingest/{Scene.Consumer}/m1", "not mine"));
        Assert.False(await provider.Publish(Scene.Data("m1/raw"), "not mine to certify"));
    }

    [Fact]
    public async Task Only_listed_providers_publish()
    {
        await using var scene = await Scene.Open();
        var stranger = await scene.Connect(Scene.Stranger);
        Assert.False(await stranger.Publish($"ingest/{Scene.Stranger}/m1", "1"));

        await scene.Feed.Send(new RuleChange.AddProvider(Scene.Stranger));
        await scene.Settle();
        Assert.True(await stranger.Publish($"ingest/{Scene.Stranger}/m1", "2"));

        await scene.Feed.Send(new RuleChange.RemoveProvider(Scene.Stranger));
        await scene.Settle();
        Assert.False(await stranger.Publish($"ingest/{Scene.Stranger}/m1", "3"));
    }

    [Fact]
    public async Task A_grant_that_shrinks_holds_for_subscriptions_that_were_wider()
    {
        await using var scene = await Scene.Open(Scene.Grant(1, Scene.Data("#")));
        var @operator = await scene.Connect(Scene.Operator);
        var consumer = await scene.Connect(Scene.Consumer);
        Assert.True(await consumer.Subscribe(Scene.Data("#")));

        await scene.Feed.Send(new RuleChange.AddGrant(Scene.Grant(1, Scene.Data("m1/+"))));
        await scene.Feed.Send(new RuleChange.AddGrant(Scene.Grant(2, Scene.Data("m2/raw"))));
        await scene.Settle();
        await @operator.Publish(Scene.Data("m2/1min"), "other resolution");
        await @operator.Publish(Scene.Data("m3/raw"), "other device");
        await @operator.Publish(Scene.Data("m2/raw"), "exact");
        await @operator.Publish(Scene.Data("m1/1min"), "wildcard");
        Assert.Equal("exact", await consumer.Next());
        Assert.Equal("wildcard", await consumer.Next());
    }

    [Fact]
    public async Task A_shared_subscription_s_group_is_the_own_wallet()
    {
        await using var scene = await Scene.Open(Scene.Grant(1, Scene.Data("m1/#")));
        var @operator = await scene.Connect(Scene.Operator);
        var consumer = await scene.Connect(Scene.Consumer);
        Assert.False(await consumer.Subscribe($"$share/{Scene.Stranger}/{Scene.Data("m1/#")}"));
        Assert.False(await consumer.Subscribe($"$share/group/{Scene.Data("m1/#")}"));
        Assert.False(await consumer.Subscribe($"$share/{Scene.Consumer}/{Scene.Data("m2/#")}"));
        Assert.True(await consumer.Subscribe($"$share/{Scene.Consumer}/{Scene.Data("m1/#")}"));

        await @operator.Publish(Scene.Data("m1/raw"), "shared");
        Assert.Equal("shared", await consumer.Next());
    }
}
