using Microsoft.Extensions.Logging.Abstractions;
using Platone.Bench.Brokers;
using Platone.Bench.Plugin;
using Platone.Cli.Hosting;
using Platone.Cli.Hosting.Processes;
using Platone.Messaging;
using Platone.Messaging.Broker;
using Platone.Policies;

namespace Platone.Bench.Revocations;

/// <summary>
/// What a client that is connected, subscribed with QoS 1 and does not read still gets after its grant was revoked: all was published before, and waits
/// in the broker. Its messages are short, so that numbers limit what waits and not bytes.
/// </summary>
static class Residue
{
    private const int Messages = 120_000;
    private const int Group = 500;
    private const long StaleAfterMs = 3_600_000;

    private static readonly TimeSpan TakesEffect = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan NothingMore = TimeSpan.FromSeconds(5);

    /// <param name="broker">mosquitto, as the framework configures it, or embedded.</param>
    public static async Task<ResidueFigures> MeasureAsync(string broker, string folder, Action<string> say, CancellationToken cancellationToken)
    {
        say($"{broker}: a client that does not read");
        var (data, field, port) = (DataDirectory.Create(folder), new GrantField(1_000), Ports.Choose(0, 0, "--mqtt"));
        await using var feed = new PolicyFeedServer(data.FeedSocket, field.Snapshot(StaleAfterMs), new(), TimeProvider.System, NullLogger.Instance);
        feed.Start();
        feed.Publish(new RuleChange.Beat(new(2, DateTimeOffset.UtcNow.ToUnixTimeSeconds())));
        await using var running = await StartAsync(broker, data, port, feed, cancellationToken);
        await Task.Delay(TakesEffect, cancellationToken);

        var (topic, consumer) = (field.Topics[0], field.Consumers[0]);
        using var publisher = RawClient.Connect(port, field.Operator.ToString(), field.Token(field.Operator), "publisher");
        using var client = RawClient.Connect(port, consumer.ToString(), field.Token(consumer), "residue");
        client.Subscribe([topic], qos: 1);
        for (var sent = 0; sent < Messages; sent += Group)
        {
            publisher.Send([.. Enumerable.Range(1, Group).SelectMany(i => RawClient.PublishPacket(topic, new byte[100], (ushort)i))]);
            publisher.ReadAcknowledgements(Group);
        }

        feed.Publish(new RuleChange.RevokeGrant(GrantField.IdOf(0)));
        await Task.Delay(TakesEffect, cancellationToken);
        return new(broker, Messages, await CountAsync(client, cancellationToken));
    }

    private static async Task<IAsyncDisposable> StartAsync(
        string broker, DataDirectory data, int port, PolicyFeedServer feed, CancellationToken cancellationToken)
    {
        if (broker != "embedded") return await MosquittoBroker.StartAsync(data, BrokerListening.InPlainText(port), cancellationToken);

        var embedded = new EmbeddedBroker(
            new(System.Net.IPAddress.Loopback, port), tls: null, feed.Rules, new(default), TimeProvider.System, NullLogger.Instance);
        await embedded.StartAsync();
        return embedded;
    }

    /// <summary>What comes now that the client reads, until nothing more does.</summary>
    private static async Task<long> CountAsync(RawClient client, CancellationToken cancellationToken)
    {
        var heard = 0L;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var listening = client.ListenAsync((_, _) => Interlocked.Increment(ref heard), ending.Token);
        for (var before = -1L; before != Interlocked.Read(ref heard);)
        {
            before = Interlocked.Read(ref heard);
            await Task.Delay(NothingMore, cancellationToken);
        }

        await ending.CancelAsync();
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return heard;
    }
}

/// <param name="Published">All before the revocation.</param>
/// <param name="Delivered">Of these, by a client that began to read two seconds after it.</param>
sealed record ResidueFigures(string Broker, long Published, long Delivered);
