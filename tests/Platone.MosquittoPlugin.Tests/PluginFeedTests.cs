using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

/// <summary>What only a broker with a feed of its own can meet: lost lines, and starts without the access layer.</summary>
public sealed class PluginFeedTests
{
    private static readonly string Topic = Scene.Data("m1/raw");
    private static readonly Grant Granted = Scene.Grant(1, Topic);
    private static readonly Grant Other = Scene.Grant(2, Scene.Data("m2/raw"));

    [Fact]
    public async Task A_lost_change_is_found_and_made_good_by_a_new_snapshot()
    {
        await using var plugin = await PluginScene.Open(Granted, Other);
        var scene = plugin.Scene;
        var @operator = await scene.Connect(Scene.Operator);
        var consumer = await scene.Connect(Scene.Consumer);
        Assert.True(await consumer.Subscribe(Topic));
        Assert.True(await consumer.Subscribe(Scene.Data("m2/raw")));

        plugin.Feed.Lose(new RuleChange.RevokeGrant(Granted.Id));
        await plugin.Feed.Beat();
        await scene.WaitForLog("gap");
        await scene.WaitForLog("feed connected", times: 2);
        await scene.Settle();
        await @operator.Publish(Topic, "revoked");
        await @operator.Publish(Scene.Data("m2/raw"), "granted");
        Assert.Equal("granted", await consumer.Next());
    }

    [Fact]
    public async Task A_line_that_is_no_feed_line_drops_the_connection_and_not_the_broker()
    {
        await using var plugin = await PluginScene.Open(Granted);
        var scene = plugin.Scene;
        plugin.Feed.Write("what is this");
        await scene.WaitForLog("lost: Line ");
        await scene.WaitForLog("feed connected", times: 2);
        await scene.Settle();
        Assert.True(await (await scene.Connect(Scene.Consumer)).Subscribe(Topic));
    }

    [Fact]
    public async Task A_broker_that_starts_without_a_feed_serves_providers_from_disk_and_consumers_when_the_feed_comes()
    {
        await using var plugin = await PluginScene.Open(Granted);
        var scene = plugin.Scene;
        await Eventually.True(() => File.Exists(plugin.Broker.SnapshotPath), "no snapshot was written");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(plugin.Broker.SnapshotPath));

        await plugin.Broker.Stop();
        plugin.Feed.Close();
        await plugin.Broker.Start();
        await scene.WaitForLog("loaded from disk");
        var provider = await scene.Connect(Scene.Provider);
        var consumer = await scene.Connect(Scene.Consumer);
        Assert.True(await provider.Publish($"ingest/{Scene.Provider}/m1", "reading"));
        Assert.True(await provider.Subscribe($"receipts/{Scene.Provider}/#"));
        Assert.False(await consumer.Subscribe(Topic));

        plugin.Feed.Open();
        await scene.WaitForLog("rules are fresh", times: 2);
        Assert.True(await consumer.Subscribe(Topic));
    }

    [Fact]
    public async Task Without_feed_and_disk_nobody_gets_in()
    {
        await using var plugin = await PluginScene.Open();
        var scene = plugin.Scene;
        await plugin.Broker.Stop();
        plugin.Feed.Close();
        File.Delete(plugin.Broker.SnapshotPath);
        await plugin.Broker.Start();
        Assert.False((await scene.TryConnect(Scene.Operator)).IsConnected);
        await scene.WaitForLog("login refused: NoRules");
    }

    [Fact]
    public async Task A_reload_of_the_configuration_changes_nothing()
    {
        await using var plugin = await PluginScene.Open(Granted);
        var scene = plugin.Scene;
        var @operator = await scene.Connect(Scene.Operator);
        var consumer = await scene.Connect(Scene.Consumer);
        Assert.True(await consumer.Subscribe(Topic));

        plugin.Broker.Reload();
        await scene.WaitForLog("Reloading config");
        await scene.Settle();
        Assert.True(await @operator.Publish(Topic, "after the reload"));
        Assert.Equal("after the reload", await consumer.Next());
    }

    [Fact]
    public async Task A_damaged_snapshot_is_not_believed()
    {
        await using var plugin = await PluginScene.Open();
        var scene = plugin.Scene;
        await plugin.Broker.Stop();
        plugin.Feed.Close();
        await File.WriteAllTextAsync(plugin.Broker.SnapshotPath, "snapshot 1 1 1 1\nend 1\n");
        await plugin.Broker.Start();
        await scene.WaitForLog("snapshot not loaded");
        Assert.False((await scene.TryConnect(Scene.Operator)).IsConnected);
    }
}
