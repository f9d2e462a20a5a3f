namespace Platone.Policies;

/// <summary>The two clocks a decision needs; passed in, so that the rules stay pure, and read once for what is decided and counted together.</summary>
/// <param name="UnixMicros">Wall clock, for not-before and expiry, and for usage.</param>
/// <param name="MonotonicMs">Milliseconds from any fixed start, never set back, for staleness; the same clock that head advances are stamped with.</param>
public readonly record struct RuleClock(long UnixMicros, long MonotonicMs)
{
    public long UnixSeconds => UnixMicros / 1_000_000;

    public static RuleClock AtSecond(long unixSeconds, long monotonicMs) => new(unixSeconds * 1_000_000, monotonicMs);

    public static RuleClock Read(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new((time.GetUtcNow().Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond, MonotonicNow(time));
    }

    public static long MonotonicNow(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return (long)time.GetElapsedTime(0).TotalMilliseconds;
    }
}
