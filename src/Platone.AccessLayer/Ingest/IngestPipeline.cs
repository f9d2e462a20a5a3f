using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platone.AccessLayer.Certification;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Readings;
using Platone.Storage;

namespace Platone.AccessLayer.Ingest;

/// <summary>A message as a device sent it, or a piece of an archive.</summary>
/// <param name="Late">Out of an archive: stored and certified as such, and not told to those who listen to what happens now.</param>
public sealed record RawMessage(Address Provider, string Device, ReadOnlyMemory<byte> Payload, bool Late = false);

/// <summary>What became of a message: receipts for its readings, or the reason why it was refused. Either is durable.</summary>
public sealed record IngestOutcome(ReceiptMessage? Receipt, ErrorMessage? Error, bool IsNew);

/// <summary>
/// Every message's way in, whatever it came by: decode, store, receipt, share. Messages that wait are stored together in one
/// commit; nothing is answered before its commit.
/// </summary>
public sealed partial class IngestPipeline(
    ReadingStore readings, DeadLetterStore deadLetters, ReceiptSigner receipts, Outlet outlet, UncertifiedGauges gauges, AccessLayerOptions options,
    TimeProvider time, ILogger<IngestPipeline> logger) : BackgroundService
{
    /// <summary>How many messages wait at the most before senders are held back.</summary>
    private const int QueueLength = 4096;

    /// <summary>How many messages one commit takes.</summary>
    private const int CommitLength = 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(QueueLength) { SingleReader = true });

    /// <summary>Puts a message on its way; the inner task ends when it is durable and answered.</summary>
    public async ValueTask<Task<IngestOutcome>> EnqueueAsync(RawMessage message, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(message, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await _queue.Writer.WriteAsync(waiting, cancellationToken);
        return waiting.Answer.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var answering = Task.CompletedTask;
        while (await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = new List<Waiting>();
            while (batch.Count < CommitLength && _queue.Reader.TryRead(out var waiting)) batch.Add(waiting);

            var storing = TryAsync(batch, StoreAsync(batch, stoppingToken));
            // While one batch is stored, the one before it is answered: in the order in which they came.
            await answering;
            if (await storing is { } stored) answering = TryAsync(batch, Task.Run(() => AnswerAsync(stored, stoppingToken), stoppingToken));
        }

        async Task<T?> TryAsync<T>(List<Waiting> batch, Task<T> step) where T : class
        {
            try
            {
                return await step;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Unforeseen: whoever waits hears of it, and none of these messages is acknowledged.
                LogFailed(logger, batch.Count, e);
                foreach (var waiting in batch) waiting.Answer.TrySetException(e);
                return default;
            }
        }
    }

    /// <summary>Decodes the messages and stores what is right of them.</summary>
    private async Task<StoredMessages> StoreAsync(List<Waiting> batch, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var refused = new List<(Waiting, PayloadException)>();
        var accepted = new List<(Waiting, StoredMessage)>();

        var decoded = Decode(batch, now, refused);
        var stored = await UntilStoredAsync(() => readings.AcceptAsync([.. decoded.Select(pair => pair.Message)], cancellationToken), cancellationToken);
        for (var i = 0; i < stored.Count; i++)
        {
            if (stored[i].Refusal is { } refusal) refused.Add((decoded[i].Waiting, refusal));
            else accepted.Add((decoded[i].Waiting, stored[i]));
        }

        gauges.Live.Add(CountNew(accepted, late: false));
        gauges.Late.Add(CountNew(accepted, late: true));
        return new(now, accepted, refused);
    }

    private static int CountNew(List<(Waiting Waiting, StoredMessage Stored)> accepted, bool late) =>
        accepted.Where(pair => pair.Waiting.Message.Late == late).Sum(pair => pair.Stored.Readings.Count(reading => reading.IsNew));

    /// <summary>A store that is busy or has no room is waited for: nobody is answered meanwhile, and senders are held back.</summary>
    private async Task<T> UntilStoredAsync<T>(Func<Task<T>> store, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await store();
            }
            catch (DbException e)
            {
                LogStoreFailed(logger, pause.TotalSeconds, e.Message);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private List<(Waiting Waiting, IncomingMessage Message)> Decode(List<Waiting> batch, DateTimeOffset now, List<(Waiting, PayloadException)> refused)
    {
        var received = now.Ticks / TimeSpan.TicksPerMicrosecond - (DateTimeOffset.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond);
        var certifyBy = (now + options.CertifyWithin).ToUnixTimeSeconds();
        var decoded = new List<(Waiting, IncomingMessage)>(batch.Count);
        foreach (var waiting in batch)
        {
            var message = waiting.Message;
            try
            {
                decoded.Add((waiting, new(message.Provider, message.Device, message.Payload, DecodeFor(message), received, certifyBy) { Late = message.Late }));
            }
            catch (PayloadException reason)
            {
                refused.Add((waiting, reason));
            }
        }

        return decoded;
    }

    /// <summary>
    /// A PMU's or a light node's payload must name the device whose topic it came by: no device speaks for another. A meter reading
    /// system and an archive do: their messages name the meters.
    /// </summary>
    private DecodedMessage DecodeFor(RawMessage message)
    {
        if (!StreamName.IsPart(message.Device, out var expected)) throw new PayloadException("topic", $"the device '{message.Device}'", expected);

        var decoded = PayloadDecoder.Decode(message.Payload.Span, options.DecodeLimits);
        return decoded.Format is PayloadFormat.MeterReadingsXml or PayloadFormat.Csv || decoded.Device == message.Device
            ? decoded
            : throw new PayloadException(
                decoded.Format == PayloadFormat.LightNodeJson ? "lightNode" : "device", $"'{decoded.Device}'",
                $"'{message.Device}', under which the message was sent");
    }

    private async Task RefuseAsync(List<(Waiting Waiting, PayloadException Reason)> refused, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (refused.Count == 0) return;

        var letters = refused.ConvertAll(pair => new DeadLetter(
            now.ToUnixTimeMilliseconds() * 1000, pair.Waiting.Message.Provider, pair.Waiting.Message.Device, pair.Waiting.Message.Payload, pair.Reason));
        var numbers = await UntilStoredAsync(() => deadLetters.AddAsync(letters, cancellationToken), cancellationToken);
        await Task.WhenAll(refused.Select(async (pair, i) =>
        {
            var (message, reason) = (pair.Waiting.Message, pair.Reason);
            var error = new ErrorMessage(Keccak256.Hash(message.Payload.Span).ToString(), reason.Place, reason.Found, reason.Expected, numbers[i]);
            LogRefused(logger, message.Provider, message.Device, reason.Message);
            await outlet.PublishAsync(Topics.Errors(message.Provider, message.Device), error, cancellationToken);
            pair.Waiting.Answer.TrySetResult(new(null, error, IsNew: false));
        }));
    }

    /// <summary>Tells devices and consumers what became of the messages.</summary>
    private async Task<StoredMessages> AnswerAsync(StoredMessages messages, CancellationToken cancellationToken)
    {
        await RefuseAsync(messages.Refused, messages.At, cancellationToken);
        var accepted = messages.Accepted;
        var answers = new ReceiptMessage[accepted.Count];
        Parallel.For(0, accepted.Count, i => answers[i] = receipts.Sign(Keccak256.Hash(accepted[i].Waiting.Message.Payload.Span), accepted[i].Stored.Readings));
        await Task.WhenAll(accepted.Select((pair, i) => AnswerAsync(pair.Waiting, pair.Stored, answers[i], cancellationToken)));
        return messages;
    }

    private async Task AnswerAsync(Waiting waiting, StoredMessage stored, ReceiptMessage receipt, CancellationToken cancellationToken)
    {
        var message = waiting.Message;
        var isNew = stored.Readings.Any(reading => reading.IsNew);
        if (message.Late)
        {
            // Who hands in an archive has the answer; on the bus nobody waits for it.
            waiting.Answer.TrySetResult(new(receipt, null, isNew));
            return;
        }

        var receipted = outlet.PublishAsync(Topics.Receipts(message.Provider, message.Device), receipt, cancellationToken);
        var shared = isNew
            ? outlet.PublishAsync(Topics.Data(message.Provider, message.Device, Topics.Raw), DataMessageOf(message, receipt, stored), cancellationToken)
            : Task.CompletedTask;
        await Task.WhenAll(receipted, shared);
        waiting.Answer.TrySetResult(new(receipt, null, isNew));
    }

    private static DataMessage DataMessageOf(RawMessage message, ReceiptMessage receipt, StoredMessage stored) => new(
        message.Provider.ToString(), message.Device, receipt.Message,
        [.. stored.Readings.Where(reading => reading.IsNew).Select(reading => Sharing.Shared.Of(reading.Reading))]);

    /// <summary>What became of the messages of one commit.</summary>
    private sealed record StoredMessages(
        DateTimeOffset At, List<(Waiting Waiting, StoredMessage Stored)> Accepted, List<(Waiting Waiting, PayloadException Reason)> Refused);

    private sealed record Waiting(RawMessage Message, TaskCompletionSource<IngestOutcome> Answer);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Refused a message of {Provider}/{Device}: {Reason}")]
    private static partial void LogRefused(ILogger logger, Address provider, string device, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The store takes nothing, tried again in {Seconds} s: {Reason}")]
    private static partial void LogStoreFailed(ILogger logger, double seconds, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} messages could not be processed; those without a receipt will be repeated")]
    private static partial void LogFailed(ILogger logger, int count, Exception exception);
}
