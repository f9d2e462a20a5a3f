namespace Platone.MosquittoPlugin.Tests;

public sealed class OutageTests
{
    private const long StaleAfterMs = 1500;
    private static readonly string Topic = Scene.Data("m1/raw");

    [Fact]
    public async Task A_head_that_stands_still_stops_consumers_and_not_providers()
    {
        await using var scene = await Scene.Open(StaleAfterMs, Scene.Grant(1, Topic));
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
        await scene.Broker.WaitForLog("rules are stale");
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
    public async Task A_broker_that_starts_without_a_feed_serves_providers_from_disk_and_consumers_when_the_feed_comes()
    {
        await using var scene = await Scene.Open(Scene.Grant(1, Topic));
        await Eventually.True(() => File.Exists(scene.Broker.SnapshotPath), "no snapshot was written");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(scene.Broker.SnapshotPath));

        await scene.Broker.Stop();
        scene.Feed.Close();
        await scene.Broker.Start();
        await scene.Broker.WaitForLog("loaded from disk");
        var provider = await scene.Connect(Scene.Provider);
        var consumer = await scene.Connect(Scene.Consumer);
        Assert.True(await provider.Publish($"ingest/{Scene.Provider}/m1", "reading"));
        Assert.True(await provider.Subscribe($"receipts/{Scene.Provider}/#"));
        Assert.False(await consumer.Subscribe(Topic));

        scene.Feed.Open();
        await scene.Broker.WaitForLog("rules are fresh", times: 2);
        Assert.True(await consumer.Subscribe(Topic));
    }

    [Fact]
    public async Task Without_feed_and_disk_nobody_gets_in()
    {
        await using var scene = await Scene.Open();
        await scene.Broker.Stop();
        scene.Feed.Close();
        File.Delete(scene.Broker.SnapshotPath);
        await scene.Broker.Start();
        Assert.False((await scene.TryConnect(Scene.Operator)).IsConnected);
        await scene.Broker.WaitForLog("login refused: NoRules");
    }

    [Fact]
    public async Task A_reload_of_the_configuration_changes_nothing()
    {
        await using var scene = await Scene.Open(Scene.Grant(1, Topic));
        var @operator = await scene.Connect(Scene.Operator);
        var consumer = await scene.Connect(Scene.Consumer);
        Assert.True(await consumer.Subscribe(Topic));

        scene.Broker.Reload();
        await scene.Broker.WaitForLog("Reloading config");
        await scene.Settle();
        Assert.True(await @operator.Publish(Topic, "after the reload"));
        Assert.Equal("after the reload", await consumer.Next());
    }

    [Fact]
    public async Task A_damaged_snapshot_is_not_believed()
    {
        await using var scene = await Scene.Open();
        await scene.Broker.Stop();
        scene.Feed.Close();
        await File.WriteAllTextAsync(scene.Broker.SnapshotPath, "snapshot 1 1 1 1\nend 1\n");
        await scene.Broker.Start();
        await scene.Broker.WaitForLog("snapshot not loaded");
        Assert.False((await scene.TryConnect(Scene.Operator)).IsConnected);
    }
}
