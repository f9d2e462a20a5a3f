using System.Text.Json;
using Microsoft.Extensions.Logging;
using Platone.Messaging;
using Platone.Protocol;

namespace Platone.AccessLayer.Ingest;

/// <summary>
/// Where the access layer speaks to the bus. What is said here is announced, not kept: a receipt is repeated when its device
/// repeats, and a consumer sees by the sequence numbers what it missed and asks for it by REST.
/// </summary>
public sealed partial class Outlet(MqttConnection broker, ILogger<Outlet> logger)
{
    public async Task PublishAsync<T>(string topic, T message, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, typeof(T), ProtocolJson.Default);
        try
        {
            await broker.PublishAsync(topic, json, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotSaid(logger, topic, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not publish to {Topic}: {Reason}")]
    private static partial void LogNotSaid(ILogger logger, string topic, string reason);
}
