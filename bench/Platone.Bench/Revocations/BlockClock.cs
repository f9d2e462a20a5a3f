using System.Collections.Concurrent;
using System.Diagnostics;
using Nethereum.Web3;
using Platone.Contracts.Sending;

namespace Platone.Bench.Revocations;

/// <summary>When each block was first to be seen at the node, asked as often as it answers.</summary>
sealed class BlockClock(IWeb3 web3)
{
    private static readonly TimeSpan AsksEvery = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<long, long> _seen = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(AsksEvery);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var head = await ChainHead.ReadAsync(web3);
            _seen.TryAdd(head.Time, Stopwatch.GetTimestamp());
        }
    }

    /// <param name="unixSeconds">The block's own time: blocks come once a second.</param>
    /// <returns>A time stamp of <see cref="Stopwatch"/>.</returns>
    public long SeenAt(long unixSeconds) =>
        _seen.TryGetValue(unixSeconds, out var at) ? at : throw new InvalidOperationException($"The block of {unixSeconds} was never seen.");
}
