using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platone.Messaging;
using Platone.Protocol;

namespace Platone.AccessLayer.Ingest;

/// <summary>
/// Takes messages from <c>ingest/{provider}/{device}</c>. That the wallet in the topic sent it is the broker's rule. The broker hears
/// the acknowledgement only when the message is durable and answered, so that it delivers it again after a crash.
/// </summary>
public sealed partial class MqttIngest(
    MqttConnection broker, IngestPipeline pipeline, TimeProvider time, ILogger<MqttIngest> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stopping = new();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // The broker lets nobody in before it has its first rules, and it may still be on its way to them.
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                await broker.StartAsync([Topics.AllIngest], TakeAsync, cancellationToken);
                return;
            }
            catch (Exception e) when (e is BrokerRefusedException or MQTTnet.Exceptions.MqttCommunicationException && time.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
            }
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await broker.DisposeAsync();
    }

    public void Dispose() => _stopping.Dispose();

    private async Task TakeAsync(MqttDelivery delivery)
    {
        if (!Topics.TryParseIngest(delivery.Topic, out var provider, out var device))
        {
            LogStrangeTopic(logger, delivery.Topic);
            await delivery.AcknowledgeAsync(_stopping.Token);
            return;
        }

        // Waits only for a place in the queue: that is what holds the broker back when the store is slower than the devices.
        var answered = await pipeline.EnqueueAsync(new(provider, device, delivery.Payload), _stopping.Token);
        _ = AcknowledgeWhenAnsweredAsync(answered, delivery);
    }

    private async Task AcknowledgeWhenAnsweredAsync(Task<IngestOutcome> answered, MqttDelivery delivery)
    {
        try
        {
            await answered;
            await delivery.AcknowledgeAsync(_stopping.Token);
        }
        catch (Exception e)
        {
            LogNotAcknowledged(logger, delivery.Topic, e.Message);
            // The broker delivers it again only to a session that is resumed.
            if (!_stopping.IsCancellationRequested) await broker.ReconnectAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ignored a message on {Topic}: not ingest/{{address}}/{{device}}")]
    private static partial void LogStrangeTopic(ILogger logger, string topic);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message on {Topic} stays unacknowledged: {Reason}")]
    private static partial void LogNotAcknowledged(ILogger logger, string topic, string reason);
}
