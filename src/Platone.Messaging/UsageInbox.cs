using System.Threading.Channels;
using Platone.Policies;
using Platone.Protocol;

namespace Platone.Messaging;

/// <summary>
/// Where counts of deliveries come together: told by brokers over their feed, and taken from the meters of this process. A count that comes twice is
/// the same count.
/// </summary>
public sealed class UsageInbox
{
    /// <summary>What may wait; a broker that tells more is held back.</summary>
    private const int Capacity = 50_000;

    private readonly Channel<UsageCount> _told = Channel.CreateBounded<UsageCount>(Capacity);
    private readonly Lock _lock = new();
    private readonly List<(UsageMeter Meter, Means Means)> _meters = [];

    /// <summary>A meter of this process.</summary>
    public void Add(UsageMeter meter, Means means)
    {
        lock (_lock) _meters.Add((meter, means));
    }

    /// <summary>What a broker tells.</summary>
    public ValueTask PutAsync(UsageCount count, CancellationToken cancellationToken) => _told.Writer.WriteAsync(count, cancellationToken);

    /// <summary>What came since it was taken last.</summary>
    public IReadOnlyList<(UsageCount Count, Means Means)> Take(int atMost)
    {
        var taken = new List<(UsageCount, Means)>();
        while (taken.Count < atMost && _told.Reader.TryRead(out var count)) taken.Add((count, Means.Mqtt));
        lock (_lock)
        {
            foreach (var (meter, means) in _meters) taken.AddRange(meter.TakeChanged(atMost - taken.Count).Select(count => (count, means)));
        }

        return taken;
    }

    /// <summary>Lets the meters of this process go of the hours before one.</summary>
    /// <param name="hour">Unix seconds of its start.</param>
    public void ForgetBefore(long hour)
    {
        lock (_lock)
        {
            foreach (var (meter, _) in _meters) meter.ForgetBefore(hour);
        }
    }
}
