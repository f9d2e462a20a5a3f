using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Platone.Cli.Hosting;
using Platone.Cli.Hosting.Processes;
using Platone.Cryptography;
using Platone.Messaging;
using Platone.Policies;
using Platone.Protocol;

namespace Platone.Bench.Ingest;

/// <summary>
/// What the broker alone can do: the same Mosquitto with the same plugin and rules, the same publishers and messages, and one
/// subscriber that acknowledges and discards.
/// </summary>
sealed class BareSubscriber : IAsyncDisposable
{
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(1);

    private readonly Stack<IAsyncDisposable> _started = new();
    private readonly AnswerWindow _window = new();
    private Publishing _publishing = null!;
    private Arrivals _heard = new("messages", 0);

    public static async Task<BareSubscriber> StartAsync(string folder, IReadOnlyList<PrivateKey> providers, CancellationToken cancellationToken)
    {
        var bare = new BareSubscriber();
        try
        {
            await bare.StartCoreAsync(DataDirectory.Create(folder), providers, cancellationToken);
            return bare;
        }
        catch
        {
            await bare.DisposeAsync();
            throw;
        }
    }

    public async Task<BareResult> MeasureAsync(FleetMessages messages, CancellationToken cancellationToken)
    {
        _heard = new("messages", messages.Count);
        var start = Stopwatch.GetTimestamp();
        var sending = _publishing.SendAsync(messages, cancellationToken);
        var all = await _heard.AllAsync(cancellationToken);
        await sending;
        return new(messages.Readings, Stopwatch.GetElapsedTime(start, all));
    }

    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var part)) await part.DisposeAsync();
        _window.Dispose();
    }

    private async Task StartCoreAsync(DataDirectory data, IReadOnlyList<PrivateKey> providers, CancellationToken cancellationToken)
    {
        var key = new BrokerKey(RandomNumberGenerator.GetBytes(BrokerKey.Length));
        var subscriber = PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(PrivateKey.Length)).Address;
        Address[] publishers = [.. providers.Select(provider => provider.Address)];

        var rules = new RuleSnapshot(0, default, (long)StaleAfter.TotalMilliseconds, key, [subscriber], publishers, [], []);
        var feed = new PolicyFeedServer(data.FeedSocket, rules, new(), TimeProvider.System, NullLogger.Instance);
        _started.Push(feed);
        feed.Start();

        var port = Ports.Choose(0, 0, "--mqtt");
        _started.Push(await MosquittoBroker.StartAsync(data, BrokerListening.InPlainText(port), cancellationToken));

        // A kept session, as the access layer's is.
        var hearing = await ConnectAsync(subscriber, port, key, persistent: true, [Topics.AllIngest], cancellationToken);
        _started.Push(hearing);
        var connections = new List<(Address, MqttConnection)>();
        foreach (var publisher in publishers) connections.Add((publisher, await ConnectAsync(publisher, port, key, persistent: false, [], cancellationToken)));
        _started.Push(_publishing = new(connections, _window));
    }

    private Task<MqttConnection> ConnectAsync(
        Address wallet, int port, BrokerKey key, bool persistent, IReadOnlyList<string> filters, CancellationToken cancellationToken)
    {
        var token = BrokerToken.Issue(key.Bytes, wallet, (DateTimeOffset.UtcNow + TokenLife).ToUnixTimeSeconds());
        var endpoint = new MqttEndpoint("127.0.0.1", port, $"{wallet}-bench", new MqttLogin.Basic(wallet.ToString(), _ => Task.FromResult(token)), persistent);
        return Publishing.ConnectAsync(
            async () =>
            {
                var connection = new MqttConnection(endpoint, TimeProvider.System, NullLogger.Instance);
                try
                {
                    await connection.StartAsync(filters, filters.Count == 0 ? null : DiscardAsync, cancellationToken);
                    return connection;
                }
                catch
                {
                    await connection.DisposeAsync();
                    throw;
                }
            },
            cancellationToken);
    }

    private Task DiscardAsync(MqttDelivery delivery)
    {
        _window.Leave();
        _heard.Add(1);
        return delivery.AcknowledgeAsync(CancellationToken.None);
    }
}
