using System.Diagnostics;
using Platone.Bench.Brokers;
using Platone.Cryptography;

namespace Platone.Bench.Revocations;

/// <summary>A consumer with two grants, one of which is revoked while it listens.</summary>
sealed class Subscriber(PrivateKey key, int number) : IDisposable
{
    private readonly List<(long At, double Milliseconds)> _delays = [];
    private RawClient? _client;
    private Task _listening = Task.CompletedTask;

    public PrivateKey Key => key;

    public int Group => number % Load.Groups;

    public Hash256 Revocable { get; set; }

    public Hash256 Kept { get; set; }

    public StreamHeard FromRevocable { get; } = new();

    public StreamHeard FromKept { get; } = new();

    /// <summary>When a message came, by the stop watch, and how long it was under way.</summary>
    public IReadOnlyList<(long At, double Milliseconds)> Delays => _delays;

    public bool IsDisconnected => _listening.IsFaulted;

    public async Task ConnectAsync(int port, string token, Address provider, CancellationToken cancellationToken)
    {
        _client = await RawClient.ConnectAsync(port, key.Address.ToString(), token, "bench", cancellationToken);
        _client.Subscribe([Load.Revocable(provider, Group), Load.Kept(provider, Group)], qos: 1);
    }

    public void Listen(Address provider, CancellationToken cancellationToken)
    {
        var revocable = System.Text.Encoding.UTF8.GetBytes(Load.Revocable(provider, Group));
        _listening = _client!.ListenAsync((topic, payload) => Hear(topic.SequenceEqual(revocable), payload), cancellationToken);
    }

    public void Dispose() => _client?.Dispose();

    private void Hear(bool isRevocable, ReadOnlySpan<byte> payload)
    {
        var (message, now) = (LoadMessage.Decode(payload), Stopwatch.GetTimestamp());
        _delays.Add((now, Stopwatch.GetElapsedTime(message.PublishedAt, now).TotalMilliseconds));
        (isRevocable ? FromRevocable : FromKept).Hear(message);
    }
}

/// <summary>What came of one topic, each message once and in order, or what was wrong with that.</summary>
sealed class StreamHeard
{
    private readonly List<long> _publishedAt = [];

    public long Count => _publishedAt.Count;

    /// <summary>Messages that came twice, in a wrong order or behind a gap.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>When the last one was published, by the stop watch.</summary>
    public long LastPublishedAt => _publishedAt.Count == 0 ? 0 : _publishedAt[^1];

    /// <summary>How many of them were published after a moment.</summary>
    public long PublishedAfter(long moment) => _publishedAt.Count(at => at > moment);

    public void Hear(LoadMessage message)
    {
        if (message.Number != Count) OutOfOrder++;
        _publishedAt.Add(message.PublishedAt);
    }
}
