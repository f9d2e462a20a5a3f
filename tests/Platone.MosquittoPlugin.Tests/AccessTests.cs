using System.Text;
using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

public sealed class MosquittoAccessTests() : AccessTests(BrokerKind.Mosquitto);

public sealed class EmbeddedAccessTests() : AccessTests(BrokerKind.Embedded);

public abstract class AccessTests
{
    private readonly BrokerKind _kind;

    private protected AccessTests(BrokerKind kind) => _kind = kind;

    [Fact]
    public async Task A_subscription_needs_a_grant_that_covers_it()
    {
        await using var scene = await Scene.Open(_kind, Scene.Grant(1, Scene.Data("m1/#")));
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
        await using var scene = await Scene.Open(_kind);
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
        await using var scene = await Scene.Open(_kind);
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
        await using var scene = await Scene.Open(_kind, Scene.Grant(1, Scene.Data("#")));
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
        await using var scene = await Scene.Open(_kind, Scene.Grant(1, Scene.Data("m1/#")));
        var @operator = await scene.Connect(Scene.Operator);
        var consumer = await scene.Connect(Scene.Consumer);
        Assert.False(await consumer.Subscribe($"$share/{Scene.Stranger}/{Scene.Data("m1/#")}"));
        Assert.False(await consumer.Subscribe($"$share/group/{Scene.Data("m1/#")}"));
        Assert.False(await consumer.Subscribe($"$share/{Scene.Consumer}/{Scene.Data("m2/#")}"));

        // The embedded broker has no shared subscriptions and says so.
        Assert.Equal(_kind == BrokerKind.Mosquitto, await consumer.Subscribe($"$share/{Scene.Consumer}/{Scene.Data("m1/#")}"));
        if (_kind == BrokerKind.Embedded) Assert.True(await consumer.Subscribe(Scene.Data("m1/#")));

        await @operator.Publish(Scene.Data("m1/raw"), "shared");
        Assert.Equal("shared", await consumer.Next());
    }

    [Fact]
    public async Task A_will_is_a_publication_like_any_other()
    {
        await using var scene = await Scene.Open(_kind);
        var @operator = await scene.Connect(Scene.Operator);
        Assert.True(await @operator.Subscribe("#"));
        (await scene.Connect(Scene.Stranger, will: new($"ingest/{Scene.Provider}/m1", "forged"))).Break();
        (await scene.Connect(Scene.Consumer, will: new(Scene.Data("m1/raw"), "forged"))).Break();
        (await scene.Connect(Scene.Provider, will: new($"ingest/{Scene.Provider}/m1", "last words"))).Break();
        Assert.Equal("last words", await @operator.Next());
    }

    [Fact]
    public async Task A_will_is_asked_for_when_it_is_published_and_not_when_it_is_made()
    {
        await using var scene = await Scene.Open(_kind);
        var @operator = await scene.Connect(Scene.Operator);
        Assert.True(await @operator.Subscribe("ingest/#"));
        var dismissed = await scene.Connect(Scene.Provider, will: new($"ingest/{Scene.Provider}/m1", "made while it was a provider"));
        var admitted = await scene.Connect(Scene.Stranger, will: new($"ingest/{Scene.Stranger}/m1", "made before it was one"));

        await scene.Feed.Send(new RuleChange.RemoveProvider(Scene.Provider));
        await scene.Feed.Send(new RuleChange.AddProvider(Scene.Stranger));
        await scene.Settle();
        dismissed.Break();
        admitted.Break();
        Assert.Equal("made before it was one", await @operator.Next());
        Assert.True(await @operator.Publish($"ingest/{Scene.Provider}/m1", "the next"));
        Assert.Equal("the next", await @operator.Next());
    }

    [Fact]
    public async Task A_broker_that_connects_as_a_bridge_gets_no_more_than_its_wallet()
    {
        await using var scene = await Scene.Open(_kind, Scene.Grant(1, Scene.Data("m1/raw")));
        var @operator = await scene.Connect(Scene.Operator);
        Assert.True(await @operator.Subscribe("ingest/#"));
        await using var bridge = await BridgingBroker.Start(scene.Folder, scene.Broker.Port, Scene.Consumer, "# both 1", $"{Scene.Data("m1/raw")} in 1");
        await using var behind = await MqttWallet.Connect(bridge.Port, "anybody", "", "behind", persistent: false);
        Assert.True(await behind.Subscribe("data/#"));

        // What it may hear arrives, once the bridge stands; what it may not was published just before.
        await Eventually.True(async () =>
        {
            await @operator.Publish(Scene.Data("m2/raw"), "another's");
            await @operator.Publish(Scene.Data("m1/raw"), "granted");
            return behind.HasReceived;
        }, "the bridge brought nothing");
        Assert.True(await behind.Publish($"ingest/{Scene.Provider}/m1", "forged"));
        Assert.True(await behind.Publish(Scene.Data("m1/raw"), "forged"));
        await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);
        await @operator.Publish(Scene.Data("m1/raw"), "the last");
        for (var heard = await behind.Next(); heard != "the last"; heard = await behind.Next()) Assert.True(heard is "granted" or "forged", heard);

        Assert.True(await @operator.Publish($"ingest/{Scene.Provider}/m1", "the next"));
        Assert.Equal("the next", await @operator.Next());
    }

    [Fact]
    public async Task The_broker_s_own_topics_are_closed_to_parties()
    {
        await using var scene = await Scene.Open(_kind, Scene.Grant(1, Scene.Data("#")));
        var (provider, consumer) = (await scene.Connect(Scene.Provider), await scene.Connect(Scene.Consumer));
        foreach (var filter in new[] { "$SYS/#", "$SYS/broker/version", "+/broker/#", "$share/x/$SYS/#", "/#" })
        {
            Assert.False(await provider.Subscribe(filter), filter);
            Assert.False(await consumer.Subscribe(filter), filter);
        }

        if (_kind == BrokerKind.Mosquitto)
        {
            var @operator = await scene.Connect(Scene.Operator);
            Assert.True(await @operator.Subscribe("$SYS/broker/version"));
            Assert.StartsWith("mosquitto version", await @operator.Next(), StringComparison.Ordinal);
        }

        Assert.False(await provider.Publish("$SYS/broker/version", "mine"));
        Assert.False(await consumer.Publish("$SYS/broker/version", "mine"));
    }

    [Fact]
    public async Task A_topic_that_is_too_long_or_no_text_is_refused()
    {
        await using var scene = await Scene.Open(_kind);
        var @operator = await scene.Connect(Scene.Operator);
        Assert.True(await @operator.Subscribe("ingest/#"));
        var provider = await scene.Connect(Scene.Provider);
        var longest = $"ingest/{Scene.Provider}/".PadRight(TopicFilter.MaxBytes, 'm');
        Assert.False(await provider.Publish(longest + "m", "too long"));
        Assert.False(await provider.Publish(longest[..^1] + "ä", "too long in UTF-8"));
        Assert.False(await provider.Subscribe($"receipts/{Scene.Provider}/".PadRight(TopicFilter.MaxBytes + 1, 'm')));
        foreach (var spoilt in new byte[][] { [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0x00], [0x1B], [0xC2, 0x85], [0xF4, 0x90, 0x80, 0x80] })
        {
            using var raw = await RawClient.Connect(scene.Broker.Port, Scene.Provider);
            await raw.Publish([.. Encoding.ASCII.GetBytes($"ingest/{Scene.Provider}/"), .. spoilt]);
        }

        Assert.True(await provider.Publish(longest, "the longest"));
        Assert.Equal("the longest", await @operator.Next());
    }

    [Fact]
    public async Task A_message_may_be_nearly_16_MiB_long()
    {
        await using var scene = await Scene.Open(_kind);
        var (@operator, provider) = (await scene.Connect(Scene.Operator), await scene.Connect(Scene.Provider));
        Assert.True(await @operator.Subscribe("ingest/#"));
        var payload = new byte[(16 << 20) - 1024];
        payload.AsSpan().Fill((byte)'x');
        Assert.True(await provider.Publish($"ingest/{Scene.Provider}/m1", payload));
        Assert.Equal(payload.Length, (await @operator.Next()).Length);
    }

    [Fact]
    public async Task A_retained_message_waits_for_whoever_may_hear_it()
    {
        await using var scene = await Scene.Open(_kind, Scene.Grant(1, Scene.Data("m1/raw")));
        var @operator = await scene.Connect(Scene.Operator);
        await @operator.Publish(Scene.Data("m1/raw"), "retained", retain: true);
        await @operator.Publish(Scene.Data("m2/raw"), "another", retain: true);
        var consumer = await scene.Connect(Scene.Consumer);
        Assert.True(await consumer.Subscribe(Scene.Data("m1/raw")));
        Assert.Equal("retained", await consumer.Next());
    }
}
