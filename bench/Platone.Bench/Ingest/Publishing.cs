using MQTTnet.Exceptions;
using Platone.Cryptography;
using Platone.Messaging;
using Platone.Protocol;

namespace Platone.Bench.Ingest;

/// <summary>The devices' side, the same for everything that is measured: a connection a provider, QoS 1, every device's messages in their order.</summary>
sealed class Publishing(IReadOnlyList<(Address Wallet, MqttConnection Broker)> providers, AnswerWindow window) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Ends when the broker has acknowledged every message.</summary>
    public Task SendAsync(FleetMessages messages, CancellationToken cancellationToken) =>
        Task.WhenAll(providers.Zip(messages.ByProvider, async (provider, own) =>
        {
            var acknowledged = new List<Task>(own.Count);
            foreach (var message in own)
            {
                await window.EnterAsync(cancellationToken);
                acknowledged.Add(provider.Broker.PublishAsync(Topics.Ingest(provider.Wallet, message.Device), message.Payload, cancellationToken));
            }

            await Task.WhenAll(acknowledged);
        }));

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, broker) in providers) await broker.DisposeAsync();
    }

    /// <summary>Connects again while the broker refuses: it may still be on its way to the rules that let this wallet in.</summary>
    public static async Task<MqttConnection> ConnectAsync(Func<Task<MqttConnection>> connect, CancellationToken cancellationToken)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await connect();
            }
            catch (Exception e) when (e is BrokerRefusedException or MqttCommunicationException && waited.Elapsed < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
    }
}
