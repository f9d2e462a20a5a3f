using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

/// <summary>A stock Mosquitto with the published plugin, and a feed whose lines a test can lose or spoil.</summary>
sealed class PluginScene : IAsyncDisposable
{
    private PluginScene(Scene scene, BrokerProcess broker, FakeFeed feed) => (Scene, Broker, Feed) = (scene, broker, feed);

    public Scene Scene { get; }

    public BrokerProcess Broker { get; }

    public FakeFeed Feed { get; }

    public static async Task<PluginScene> Open(params Grant[] grants)
    {
        var scene = await Open(Directory.CreateTempSubdirectory("platone").FullName, Scene.Never, grants);
        return new(scene, (BrokerProcess)scene.Broker, (FakeFeed)scene.Feed);
    }

    public static async Task<Scene> Open(string folder, long staleAfterMs, Grant[] grants)
    {
        var feed = new FakeFeed(Path.Combine(folder, "feed.sock"), Scene.Rules(staleAfterMs, grants));
        var broker = new BrokerProcess(folder);
        var scene = Scene.Of(folder, broker, feed);
        feed.Open();
        await broker.Start();
        await scene.WaitForLog("feed connected");
        return scene;
    }

    public ValueTask DisposeAsync() => Scene.DisposeAsync();
}
