namespace Platone.AccessLayer.Certification;

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

    /// <summary>What is left after a batch has waited no longer than from now on.</summary>
    public void Remove(long readings)
    {
        lock (_lock)
        {
            // May pass below zero for a moment: a reading can be batched between its commit and its count.
            _count -= readings;
            _since = time.GetTimestamp();
        }
    }

    public bool IsDue(int size, TimeSpan period)
    {
        lock (_lock) return _count >= size || (_count > 0 && time.GetElapsedTime(_since) >= period);
    }
}
