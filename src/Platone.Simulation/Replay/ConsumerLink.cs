using System.Text.Json;
using Microsoft.Extensions.Logging;
using Platone.Client;
using Platone.Messaging;
using Platone.Protocol;

namespace Platone.Simulation.Replay;

/// <summary>A consumer's plain connection: counts what it hears.</summary>
public sealed class ConsumerLink : IAsyncDisposable
{
    private MqttConnection? _connection;

    public HeardReadings Heard { get; } = new();

    /// <exception cref="BrokerRefusedException">The broker refuses a subscription.</exception>
    public static async Task<ConsumerLink> ConnectAsync(
        AccessClient client, string name, IReadOnlyList<string> filters, ILogger logger, CancellationToken cancellationToken)
    {
        var link = new ConsumerLink();
        link._connection = await client.ConnectAsync(name, filters, link.OnMessageAsync, logger, cancellationToken);
        return link;
    }

    /// <summary>Waits until so many readings were heard, or nothing more comes for a while.</summary>
    public async Task<bool> HeardAsync(long readings, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var (last, since) = (Heard.Count, time.GetTimestamp());
        while (Heard.Count < readings && time.GetElapsedTime(since) < patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
            if (Heard.Count != last) (last, since) = (Heard.Count, time.GetTimestamp());
        }

        return Heard.Count >= readings;
    }

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task OnMessageAsync(MqttDelivery delivery)
    {
        if (delivery.Topic.StartsWith("data/", StringComparison.Ordinal))
        {
            Heard.Add(JsonSerializer.Deserialize(delivery.Payload.Span, ProtocolJson.Default.DataMessage)!);
        }

        await delivery.AcknowledgeAsync(CancellationToken.None);
    }
}
