using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

public sealed class MosquittoUsageTests() : UsageTests(BrokerKind.Mosquitto);

public sealed class EmbeddedUsageTests() : UsageTests(BrokerKind.Embedded);

public abstract class UsageTests
{
    private readonly BrokerKind _kind;

    private protected UsageTests(BrokerKind kind) => _kind = kind;

    [Fact]
    public async Task Every_delivery_by_a_grant_is_counted_with_its_bytes()
    {
        await using var scene = await Scene.Open(
            _kind, Scene.Grant(1, Scene.Data("one/raw")), Scene.Grant(2, Scene.Data("+/raw"), Scene.Stranger), Scene.Grant(3, Scene.Data("three/raw")));
        var (consumer, stranger, provider, platform) = (
            await scene.Connect(Scene.Consumer), await scene.Connect(Scene.Stranger), await scene.Connect(Scene.Provider), await scene.Connect(Scene.Operator));
        Assert.True(await consumer.Subscribe(Scene.Data("one/raw")));
        Assert.True(await consumer.Subscribe(Scene.Data("three/raw")));
        Assert.True(await stranger.Subscribe(Scene.Data("+/raw")));
        Assert.True(await provider.Subscribe(Scene.Data("#")));

        for (var i = 0; i < 10; i++) await platform.Publish(Scene.Data("one/raw"), "12345");
        for (var i = 0; i < 3; i++) await platform.Publish(Scene.Data("three/raw"), "1");
        for (var i = 0; i < 13; i++) await stranger.Next();
        for (var i = 0; i < 13; i++) await consumer.Next();

        await Counted(scene, (1, 10, 50), (2, 13, 53), (3, 3, 3));
        Assert.Equal(3, scene.Feed.Usage.Count); // the provider's own are nobody's usage
        var now = Scene.Now * 1_000_000;
        Assert.All(scene.Feed.Usage, count =>
        {
            Assert.InRange(count.FirstMicros, now - 60_000_000, count.LastMicros);
            Assert.InRange(count.LastMicros, count.FirstMicros, now + 1_000_000);
            Assert.Equal(count.LastMicros / 3_600_000_000, count.Hour / 3600);
        });
    }

    [Fact]
    public async Task What_waited_for_a_session_that_was_away_is_counted_once()
    {
        await using var scene = await Scene.Open(_kind, Scene.Grant(1, Scene.Data("one/raw")));
        var platform = await scene.Connect(Scene.Operator);
        var consumer = await scene.Connect(Scene.Consumer, session: "kept");
        Assert.True(await consumer.Subscribe(Scene.Data("one/raw")));
        await consumer.Disconnect();
        for (var i = 0; i < 5; i++) await platform.Publish(Scene.Data("one/raw"), "12345");

        var back = await scene.Connect(Scene.Consumer, session: "kept");
        for (var i = 0; i < 5; i++) await back.Next();
        await platform.Publish(Scene.Data("one/raw"), "6");
        await back.Next();

        await Counted(scene, (1, 6, 26));
    }

    [Fact]
    public async Task What_is_withheld_is_not_counted()
    {
        await using var scene = await Scene.Open(_kind, Scene.Grant(1, Scene.Data("one/raw")));
        var platform = await scene.Connect(Scene.Operator);
        var consumer = await scene.Connect(Scene.Consumer);
        Assert.True(await consumer.Subscribe(Scene.Data("one/raw")));
        await platform.Publish(Scene.Data("one/raw"), "heard");
        await consumer.Next();
        await scene.Feed.Send(new RuleChange.RevokeGrant(Scene.Id(1)));
        await scene.Settle();
        for (var i = 0; i < 5; i++) await platform.Publish(Scene.Data("one/raw"), "not heard");

        await Counted(scene, (1, 1, 5));
    }

    private static async Task Counted(Scene scene, params (int Grant, long Messages, long Bytes)[] expected)
    {
        (int, long, long)[] Found() =>
        [
            .. expected.Select(one => (one.Grant, Of(one.Grant).Sum(count => count.Messages), Of(one.Grant).Sum(count => count.Bytes))),
        ];
        IEnumerable<UsageCount> Of(int grant) => scene.Feed.Usage.Where(count => count.Declaration == Scene.Id(grant));
        await Eventually.True(() => Found().SequenceEqual(expected), () => $"counted {string.Join(", ", Found())}");
        // And no more than that, when what is on its way has come.
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
        Assert.Equal(expected, Found());
    }
}
