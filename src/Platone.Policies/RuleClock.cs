namespace Platone.Policies;

/// <summary>The two clocks a decision needs; passed in, so that the rules stay pure.</summary>
/// <param name="UnixSeconds">Wall clock, for not-before and expiry.</param>
/// <param name="MonotonicMs">Milliseconds from any fixed start, never set back, for staleness; the same clock that head advances are stamped with.</param>
public readonly record struct RuleClock(long UnixSeconds, long MonotonicMs)
{
    public static RuleClock Read(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new(time.GetUtcNow().ToUnixTimeSeconds(), MonotonicNow(time));
    }

    public static long MonotonicNow(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return (long)time.GetElapsedTime(0).TotalMilliseconds;
    }
}
