namespace Platone.AccessLayer.Certification;

/// <summary>What devices send and what comes out of archives waits apart.</summary>
public sealed record UncertifiedGauges(UncertifiedGauge Live, UncertifiedGauge Late);

/// <summary>How many readings wait for a batch, and since when: the certifier looks here instead of asking the store all the time.</summary>
public sealed class UncertifiedGauge(TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _count;
    private long _since;

    public void Add(long readings)
    {
        if (readings == 0) return;
        lock (_lock)
        {
            if (_count == 0) _since = time.GetTimestamp();
            _count += readings;
        }
    }

    /// <param name="lookedAt">When the batch's readings were looked up: what is left came after that, as long as a batch takes all there is.</param>
    public void Remove(long readings, long lookedAt)
    {
        lock (_lock)
        {
            // May pass below zero for a moment: a reading can be batched between its commit and its count.
            _count -= readings;
            _since = lookedAt;
        }
    }

    public bool IsDue(int size, TimeSpan period)
    {
        lock (_lock) return _count >= size || (_count > 0 && time.GetElapsedTime(_since) >= period);
    }
}
