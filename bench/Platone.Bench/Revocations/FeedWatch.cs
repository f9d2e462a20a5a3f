using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Platone.Cryptography;
using Platone.Policies;

namespace Platone.Bench.Revocations;

/// <summary>Follows the rule feed as one more broker: when the access layer told the brokers of each revocation.</summary>
sealed class FeedWatch(string socketPath)
{
    private readonly ConcurrentDictionary<Hash256, long> _revoked = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
        var (reader, chunk) = (new FeedReader(), new byte[64 << 10]);
        while (true)
        {
            var count = await socket.ReceiveAsync(chunk, cancellationToken);
            if (count == 0) throw new IOException("The access layer ended the rule feed.");

            var now = Stopwatch.GetTimestamp();
            reader.Push(chunk.AsSpan(0, count));
            while (reader.TryRead(out var message))
            {
                if (message is FeedMessage.Delta { Change: RuleChange.RevokeGrant revoked }) _revoked.TryAdd(revoked.Id, now);
            }
        }
    }

    /// <returns>A time stamp of <see cref="Stopwatch"/>.</returns>
    public long ToldAt(Hash256 grant) => _revoked.TryGetValue(grant, out var at) ? at : throw new InvalidOperationException($"The feed never revoked {grant}.");
}
