using System.Diagnostics;
using System.Globalization;
using Platone.Bench.Brokers;

namespace Platone.Bench.Plugin;

/// <summary>One of the brokers that are compared, with its publisher and its subscribers connected.</summary>
sealed class ComparedBroker : IAsyncDisposable
{
    /// <summary>Messages that one write hands over; another such group is under way meanwhile, so that neither side waits for the other.</summary>
    private const int GroupSize = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AsksEvery = TimeSpan.FromMilliseconds(50);

    private readonly MeasuredBroker _broker;
    private readonly Dictionary<byte, (RawClient Publisher, IReadOnlyList<RawClient> Subscribers)> _clients = [];

    private ComparedBroker(string name, MeasuredBroker broker, int share) => (Name, _broker, Share) = (name, broker, share);

    public string Name { get; }

    /// <summary>It gets one of so many messages that the others get: what takes far longer would take all the time.</summary>
    public int Share { get; }

    public int ProcessId => _broker.ProcessId;

    public static async Task<ComparedBroker> StartAsync(
        string name, string folder, IReadOnlyList<string> lines, GrantField field, int subscribers, int share, CancellationToken cancellationToken)
    {
        var compared = new ComparedBroker(name, await MeasuredBroker.StartAsync(folder, lines, cancellationToken), share);
        try
        {
            await compared.UntilServedAsync(field, cancellationToken);
            foreach (var qos in (byte[])[0, 1]) compared._clients.Add(qos, compared.Connect(field, qos, subscribers));
            return compared;
        }
        catch
        {
            await compared.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes on these topics one after the other, each heard by every subscriber.</summary>
    /// <returns>Processor time of the broker for one delivery, its part of the publication included.</returns>
    public double MeasureMicroseconds(byte qos, IReadOnlyList<string> topics)
    {
        var (publisher, subscribers) = _clients[qos];
        var groups = topics.Take(topics.Count / Share)
            .Chunk(GroupSize)
            .Select((some, i) => Group(some, qos, firstIdentifier: 1 + (i % 2 * GroupSize)))
            .ToList();
        var before = ProcessCost.CpuNanoseconds(ProcessId);
        for (var i = 0; i <= groups.Count; i++)
        {
            if (i < groups.Count) publisher.Send(groups[i].Bytes);
            if (i == 0) continue;

            foreach (var subscriber in subscribers) subscriber.ReadPublications(groups[i - 1].Count, groups[i - 1].Bytes.Length / groups[i - 1].Count);
            if (qos > 0) publisher.ReadAcknowledgements(groups[i - 1].Count);
        }

        var deliveries = groups.Sum(group => group.Count) * subscribers.Count;
        return (ProcessCost.CpuNanoseconds(ProcessId) - before) / 1e3 / deliveries;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (publisher, subscribers) in _clients.Values)
        {
            publisher.Dispose();
            foreach (var subscriber in subscribers) subscriber.Dispose();
        }

        await _broker.DisposeAsync();
    }

    /// <summary>A plugin that follows a feed lets nobody in before it has the rules.</summary>
    private async Task UntilServedAsync(GrantField field, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                Connect(field, field.Operator, "probe").Dispose();
                return;
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(AsksEvery, cancellationToken);
            }
        }
    }

    private (RawClient, IReadOnlyList<RawClient>) Connect(GrantField field, byte qos, int subscribers)
    {
        var publisher = Connect(field, field.Operator, string.Create(CultureInfo.InvariantCulture, $"publisher-{qos}"));
        var consumers = field.Consumers.Skip(qos * subscribers).Take(subscribers).Select(consumer =>
        {
            var client = Connect(field, consumer, "subscriber");
            client.Subscribe(field.TopicsOf(qos), qos);
            return client;
        });
        return (publisher, [.. consumers]);
    }

    private RawClient Connect(GrantField field, Cryptography.Address wallet, string name) =>
        RawClient.Connect(_broker.Port, wallet.ToString(), field.Token(wallet), name);

    private static (byte[] Bytes, int Count) Group(string[] topics, byte qos, int firstIdentifier)
    {
        Span<byte> payload = stackalloc byte[100];
        payload.Fill((byte)'x');
        using var bytes = new MemoryStream();
        for (var i = 0; i < topics.Length; i++) bytes.Write(RawClient.PublishPacket(topics[i], payload, qos == 0 ? null : (ushort)(firstIdentifier + i)));
        return (bytes.ToArray(), topics.Length);
    }
}
