using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Platone.Client;
using Platone.Cryptography;
using Platone.Messaging;
using Platone.Protocol;
using Platone.Simulation.Checks;
using Platone.Simulation.Devices;

namespace Platone.Simulation.Replay;

/// <summary>
/// A provider's connection for all of its devices: sends messages, a bounded number of them unanswered at a time, and repeats those
/// that got neither receipt nor error, as a real device must.
/// </summary>
public sealed partial class ProviderLink : IAsyncDisposable
{
    private const int Window = 512;

    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Unanswered> _unanswered = new();
    private readonly SemaphoreSlim _window = new(Window);
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private MqttConnection? _connection;
    private Task _repeating = Task.CompletedTask;
    private readonly ReceiptCheck _check;
    private readonly ILogger _logger;
    private long _receipted, _unsigned;

    private ProviderLink(Address provider, ReceiptCheck check, TimeProvider time, ILogger logger)
    {
        _logger = logger;
        Provider = provider;
        _check = check;
        _time = time;
    }

    public Address Provider { get; }

    /// <summary>How many readings have their receipt.</summary>
    public long Receipted => Interlocked.Read(ref _receipted);

    /// <summary>How many receipts are not the certifier's word.</summary>
    public long Unsigned => Interlocked.Read(ref _unsigned);

    /// <summary>The ids of the receipted readings.</summary>
    public ConcurrentBag<long> Readings { get; } = [];

    /// <summary>Messages that were refused, by the hash of their payload.</summary>
    public ConcurrentDictionary<string, ErrorMessage> Errors { get; } = new();

    public static async Task<ProviderLink> ConnectAsync(
        AccessClient client, string name, ReceiptCheck check, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var link = new ProviderLink(client.Wallet, check, time, logger);
        link._connection = await client.ConnectAsync(
            name, [$"receipts/{client.Wallet}/#", $"errors/{client.Wallet}/#"], link.OnAnswerAsync, logger, cancellationToken);
        link._repeating = link.RepeatAsync(link._stopping.Token);
        return link;
    }

    /// <summary>Sends a message; waits only while too many are unanswered.</summary>
    public async Task SendAsync(SimulatedMessage message, CancellationToken cancellationToken)
    {
        await _window.WaitAsync(cancellationToken);
        var topic = Topics.Ingest(Provider, message.Device);
        _unanswered[Keccak256.Hash(message.Payload).ToString()] = new(topic, message.Payload, _time.GetTimestamp());
        await _connection!.PublishAsync(topic, message.Payload, cancellationToken);
    }

    /// <summary>Waits until every message has its receipt or its error.</summary>
    public async Task AllAnsweredAsync(CancellationToken cancellationToken)
    {
        while (!_unanswered.IsEmpty) await Task.Delay(TimeSpan.FromMilliseconds(20), _time, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _repeating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_connection is not null) await _connection.DisposeAsync();
        _stopping.Dispose();
        _window.Dispose();
    }

    private async Task OnAnswerAsync(MqttDelivery delivery)
    {
        if (delivery.Topic.StartsWith("receipts/", StringComparison.Ordinal))
        {
            var answer = JsonSerializer.Deserialize(delivery.Payload.Span, ProtocolJson.Default.ReceiptMessage)!;
            if (Settle(answer.Message))
            {
                foreach (var receipt in answer.Receipts) Readings.Add(receipt.Id);
                if (!_check.IsSigned(Provider, answer)) Interlocked.Add(ref _unsigned, answer.Receipts.Count);
                Interlocked.Add(ref _receipted, answer.Receipts.Count);
            }
        }
        else
        {
            var error = JsonSerializer.Deserialize(delivery.Payload.Span, ProtocolJson.Default.ErrorMessage)!;
            Errors[error.Message] = error;
            Settle(error.Message);
        }

        await delivery.AcknowledgeAsync(CancellationToken.None);
    }

    private bool Settle(string message)
    {
        if (!_unanswered.TryRemove(message, out _)) return false;

        _window.Release();
        return true;
    }

    private async Task RepeatAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _time, cancellationToken);
            foreach (var (hash, message) in _unanswered)
            {
                if (_time.GetElapsedTime(message.SentAt) < RepeatAfter) continue;

                _unanswered.TryUpdate(hash, message with { SentAt = _time.GetTimestamp() }, message);
                await TryRepeatAsync(message, cancellationToken);
            }
        }
    }

    private async Task TryRepeatAsync(Unanswered message, CancellationToken cancellationToken)
    {
        try
        {
            await _connection!.PublishAsync(message.Topic, message.Payload, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The connection is being made again; the next round repeats the message.
            LogNotRepeated(_logger, message.Topic, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message on {Topic} could not be repeated: {Reason}")]
    private static partial void LogNotRepeated(ILogger logger, string topic, string reason);

    private sealed record Unanswered(string Topic, byte[] Payload, long SentAt);
}
