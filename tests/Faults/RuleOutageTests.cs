using System.Globalization;
using MQTTnet;
using Platone.Cryptography;
using Platone.Faults.Tests.Testing;
using Platone.Policies;
using Platone.Protocol;
using Platone.Testing;

namespace Platone.Faults.Tests;

/// <summary>
/// A broker of the operator's own that hears of revocations no more, because the chain, the feed or the access layer says nothing: what is others' stops
/// within the limit, devices' readings go on, and all of it comes back by itself.
/// </summary>
public sealed class RuleOutageTests : IDisposable
{
    private const int SigStop = 19;
    private const int SigCont = 18;
    private const int StaleAfterMs = 3_000;

    private static readonly DateTimeOffset Start = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private int _readings;

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task While_the_rules_cannot_be_known_consumers_hear_nothing_and_devices_go_on()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PLATONE_LONG") == "1", "long: set PLATONE_LONG=1 (npm run test:long)");
        await using var feed = new FeedProxy(_folder.File("feed.sock"), Path.Combine(Data, "run", "rules.sock"));
        await using var broker = await OwnBroker.StartAsync(_folder.File("broker"), feed.Path, StaleAfterMs);
        await using var framework = await Framework.StartAsync(Data, "--broker", broker.Url);
        var (provider, consumer) = (await Party.CreateProviderAsync(Data), await Party.CreateAsync(Data));
        var topic = $"data/{provider.Address}/pmu/raw";
        await consumer.AgreeAsync(provider, topic);
        await using var device = await Device.ConnectAsync(provider, "device");
        await using var own = await provider.ConnectAsync("own");
        await using var hearing = await consumer.ConnectAsync("hearing");
        await own.GrantedAsync(topic);
        await hearing.GrantedAsync(topic);
        await using var asking = await consumer.ConnectAsync("asking");
        await FlowsAsync(device, hearing);

        var anvil = framework.ChildOf("anvil");
        foreach (var (stop, start) in new (Action, Action)[] { (Signal(anvil, SigStop), Signal(anvil, SigCont)), (feed.Stop, feed.Resume) })
        {
            stop();
            await StaleAsync(asking, topic);
            var value = NextValue();
            await device.SendAsync("pmu", Payloads.Pmu("pmu", Time(value), value));
            await HearsAsync(own, value);
            Assert.False(hearing.HasHeard, "a consumer heard what was published while the rules were stale");
            start();
            await FlowsAsync(device, hearing);
        }

        await WithoutAccessLayerAsync(framework, provider, topic, asking, own, hearing);
        await FlowsAsync(device, hearing);
        await framework.AllCertifiedAsync();
        Assert.True(hearing.StayedConnected);
        await framework.StopAsync();
    }

    /// <summary>Somebody who may publish everything does, while the access layer stands still; a device's reading waits for it in the broker.</summary>
    private async Task WithoutAccessLayerAsync(
        Framework framework, Party provider, string topic, PlainClient asking, PlainClient own, PlainClient hearing)
    {
        await using var @operator = await PlainClient.ConnectAsync(OperatorLogin(framework), "operator");
        Processes.Send(framework.Pid, SigStop);
        try
        {
            await StaleAsync(asking, topic);
            var value = NextValue();
            await @operator.PublishAsync(topic, Payloads.Bytes($$"""{"value":"{{value}}"}"""));
            await HearsAsync(own, value);
            Assert.False(hearing.HasHeard, "a consumer heard what was published while the access layer stood still");

            var waiting = NextValue();
            var taken = await own.PublishAsync($"ingest/{provider.Address}/pmu", Payloads.Pmu("pmu", Time(waiting), waiting));
            Assert.Equal(MqttClientPublishReasonCode.Success, taken);
        }
        finally
        {
            Processes.Send(framework.Pid, SigCont);
        }

        await HearsAsync(own, _readings.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The broker turns the consumer away, though its subscription stands.</summary>
    private static Task StaleAsync(PlainClient asking, string topic) => Eventually.TrueAsync(
        async () => await asking.SubscribeAsync(topic) == MqttClientSubscribeResultCode.NotAuthorized, () => "the rules never grew stale");

    /// <summary>Sends readings until the consumer hears one: of those before, it hears none.</summary>
    private async Task FlowsAsync(Device device, PlainClient hearing)
    {
        var first = _readings + 1;
        await Eventually.TrueAsync(
            async () =>
            {
                var value = NextValue();
                await device.SendAsync("pmu", Payloads.Pmu("pmu", Time(value), value));
                return hearing.HasHeard;
            },
            () => "the consumer never heard anything again");
        while (hearing.HasHeard)
        {
            var heard = (await hearing.NextAsync()).As(ProtocolJson.Default.DataMessage);
            Assert.InRange(int.Parse(Assert.Single(heard.Readings).Value, CultureInfo.InvariantCulture), first, _readings);
        }
    }

    private static async Task HearsAsync(PlainClient client, string value)
    {
        while (!System.Text.Encoding.UTF8.GetString((await client.NextAsync()).Payload).Contains($"\"{value}\"", StringComparison.Ordinal))
        {
            // Earlier ones.
        }
    }

    private BrokerLogin OperatorLogin(Framework framework)
    {
        var wallet = PrivateKey.Parse(File.ReadAllText(Path.Combine(Data, "wallets", "operator.key")).Trim()).Address;
        var key = Hex.Decode(File.ReadAllText(Path.Combine(Data, "wallets", "broker-token.secret")).Trim());
        var token = BrokerToken.Issue(key, wallet, DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds());
        return new(
            BrokerLogin.Plain, "127.0.0.1", framework.Endpoints.BrokerPort, wallet.ToString(), token, $"{wallet}-", Expires: "", ClientCertificateUrl: null,
            wallet.ToString());
    }

    private static Action Signal(int pid, int signal) => () => Processes.Send(pid, signal);

    private string NextValue() => (++_readings).ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string value) => Start.AddSeconds(int.Parse(value, CultureInfo.InvariantCulture));
}
