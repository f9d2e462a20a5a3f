using System.Net;
using System.Net.Sockets;
using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

/// <summary>What the embedded broker must hold by itself, where Mosquitto has its configuration.</summary>
public sealed class EmbeddedLimitsTests
{
    private static readonly string Topic = Scene.Data("m1/raw");
    private static readonly Grant Granted = Scene.Grant(1, Topic);
    private static readonly Grant Other = Scene.Grant(2, Scene.Data("m2/raw"));

    [Fact]
    public async Task It_listens_on_the_loopback_interface_alone()
    {
        await using var scene = await Scene.Open(BrokerKind.Embedded);
        using var probe = new TcpClient(AddressFamily.InterNetworkV6);
        await Assert.ThrowsAnyAsync<SocketException>(() => probe.ConnectAsync(IPAddress.IPv6Loopback, scene.Broker.Port));

        var others = (await Dns.GetHostAddressesAsync(Dns.GetHostName())).Where(
            address => !IPAddress.IsLoopback(address) && address.AddressFamily == AddressFamily.InterNetwork);
        foreach (var address in others)
        {
            using var another = new TcpClient();
            await Assert.ThrowsAnyAsync<SocketException>(() => another.ConnectAsync(address, scene.Broker.Port));
        }
    }

    [Fact]
    public async Task Whoever_is_not_logged_in_yet_cannot_announce_a_long_packet()
    {
        await using var scene = await Scene.Open(BrokerKind.Embedded);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < 20; i++)
        {
            using var stranger = new TcpClient();
            await stranger.ConnectAsync("127.0.0.1", scene.Broker.Port);
            var stream = stranger.GetStream();
            await stream.WriteAsync(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0x7F, 0, 4, (byte)'M' }); // CONNECT with 256 MiB - 1
            Assert.Equal(0, await ReadOrNothing(stream));
        }

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64 << 20);
    }

    [Fact]
    public async Task A_packet_above_16_MiB_ends_its_connection_and_nobody_else_s()
    {
        await using var scene = await Scene.Open(BrokerKind.Embedded);
        var (provider, other) = (await scene.Connect(Scene.Provider), await scene.Connect(Scene.Provider));
        await Assert.ThrowsAnyAsync<Exception>(() => provider.Publish($"ingest/{Scene.Provider}/m1", new byte[(16 << 20) + 1]));
        Assert.True(await other.Publish($"ingest/{Scene.Provider}/m1", "still here"));
    }

    [Fact]
    public async Task Without_rules_nobody_gets_in()
    {
        var log = new LogLines();
        var port = BrokerProcess.FreePort();
        await using var broker = new Messaging.Broker.EmbeddedBroker(
            new(System.Net.IPAddress.Loopback, port), tls: null, new RuleTable(), new(default), TimeProvider.System, log);
        await broker.StartAsync();
        await using var client = await MqttWallet.Connect(port, Scene.Operator.ToString(), Scene.Token(Scene.Operator), $"{Scene.Operator}-1",
            persistent: false);
        Assert.False(client.IsConnected);
        Assert.Contains("login refused: NoRules", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_in_a_question_denies()
    {
        var time = new BreakingTime();
        await using var scene = await Scene.Open(time, Granted);
        var @operator = await scene.Connect(Scene.Operator);
        var consumer = await scene.Connect(Scene.Consumer);
        Assert.True(await consumer.Subscribe(Topic));

        time.IsBroken = true;
        Assert.False(await @operator.Publish(Topic, "nobody knows whether it may"));
        Assert.False(await consumer.Subscribe(Topic));
        Assert.False((await scene.TryConnect(Scene.Operator, token: "v1.1.00")).IsConnected);

        time.IsBroken = false;
        Assert.True(await @operator.Publish(Topic, "well again"));
        Assert.Equal("well again", await consumer.Next());
    }

    [Fact]
    public async Task What_waits_behind_a_client_that_reads_slowly_is_checked_again_too()
    {
        await using var scene = await Scene.Open(BrokerKind.Embedded, Granted, Other);
        var @operator = await scene.Connect(Scene.Operator);
        using var consumer = await RawClient.Connect(scene.Broker.Port, Scene.Consumer);
        await consumer.Subscribe(Topic, Scene.Data("m2/raw"));

        // Far more than the sockets' buffers hold: most of it waits in the broker.
        const int Messages = 400;
        var payload = new byte[256 << 10];
        for (var i = 0; i < Messages; i++) await @operator.Publish(Topic, payload);
        await scene.Feed.Send(new RuleChange.RevokeGrant(Granted.Id));
        await @operator.Publish(Scene.Data("m2/raw"), "the end");

        var heard = 0;
        while ((await consumer.Receive()).Body.Length > payload.Length) heard++;
        Assert.InRange(heard, 0, Messages / 2);
    }

    [Fact]
    public async Task A_session_that_is_away_keeps_at_most_256_MiB()
    {
        await using var scene = await Scene.Open(BrokerKind.Embedded, Granted);
        var @operator = await scene.Connect(Scene.Operator);
        var consumer = await scene.Connect(Scene.Consumer, session: "s");
        Assert.True(await consumer.Subscribe(Topic));
        await consumer.Disconnect();
        var payload = new byte[15 << 20];
        for (var i = 0; i < 25; i++) await @operator.Publish(Topic, payload);

        consumer = await scene.Connect(Scene.Consumer, session: "s");
        for (var i = 0; i < 256 / 15; i++) Assert.Equal(payload.Length, (await consumer.Next()).Length);
        Assert.True(await @operator.Publish(Topic, "there is room again"));
        Assert.Equal("there is room again", await consumer.Next());
    }

    [Fact]
    public async Task A_client_that_never_acknowledges_gets_no_more_than_its_share()
    {
        await using var scene = await Scene.Open(BrokerKind.Embedded, Granted);
        var @operator = await scene.Connect(Scene.Operator);
        var consumer = await scene.Connect(Scene.Consumer, acknowledges: false);
        Assert.True(await consumer.Subscribe(Topic));
        var payload = new byte[15 << 20];
        for (var i = 0; i < 256 / 15; i++)
        {
            await @operator.Publish(Topic, payload);
            Assert.Equal(payload.Length, (await consumer.Next()).Length);
        }

        await @operator.Publish(Topic, payload);
        await @operator.Publish(Topic, "short enough");
        Assert.Equal("short enough", await consumer.Next());
    }

    [Fact]
    public async Task A_session_that_keeps_too_much_that_may_not_be_heard_ends()
    {
        await using var scene = await Scene.Open(BrokerKind.Embedded, Granted);
        var @operator = await scene.Connect(Scene.Operator);
        var consumer = await scene.Connect(Scene.Consumer, session: "s");
        Assert.True(await consumer.Subscribe(Topic));
        await consumer.Disconnect();
        for (var i = 0; i < 1001; i++) await @operator.Publish(Topic, $"{i}");
        await scene.Feed.Send(new RuleChange.RevokeGrant(Granted.Id));

        await scene.Connect(Scene.Consumer, session: "s");
        await scene.WaitForLog("ended a session");
        // Said first and ended then: a client may come back in between.
        await Eventually.True(async () => !(await scene.Connect(Scene.Consumer, session: "s")).SessionPresent, "the session was never ended");
    }

    [Fact]
    public async Task Retained_messages_are_bounded()
    {
        await using var scene = await Scene.Open(BrokerKind.Embedded);
        var provider = await scene.Connect(Scene.Provider);
        for (var i = 0; i < 1000; i++) Assert.True(await provider.Publish($"ingest/{Scene.Provider}/m{i}", "retained", retain: true));
        Assert.False(await provider.Publish($"ingest/{Scene.Provider}/one-more", "retained", retain: true));
        Assert.True(await provider.Publish($"ingest/{Scene.Provider}/m1", "", retain: true));
        Assert.True(await provider.Publish($"ingest/{Scene.Provider}/one-more", "retained", retain: true));
    }

    private static async Task<int> ReadOrNothing(NetworkStream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[1]);
        }
        catch (IOException) // reset instead of closed
        {
            return 0;
        }
    }

    private sealed class BreakingTime : TimeProvider
    {
        public volatile bool IsBroken;

        public override DateTimeOffset GetUtcNow() => IsBroken ? throw new InvalidOperationException("the clock is broken") : base.GetUtcNow();
    }
}
