namespace Platone.Policies;

/// <summary>What a grant let pass in one hour and its meter has in no row yet. Every grant has one, so it is packed: 24 bytes.</summary>
struct UsageTally
{
    private const long HourMicros = UsageCount.HourSeconds * 1_000_000;

    private readonly int _hour; // since the Unix epoch
    private readonly uint _firstMicros; // within the hour, which has 3.6 thousand million of them
    private uint _lastMicros;
    private uint _messages;

    public UsageTally(long nowMicros)
    {
        _hour = (int)(nowMicros / HourMicros);
        _firstMicros = _lastMicros = (uint)(nowMicros - StartMicros);
    }

    /// <summary>Unix seconds of its start.</summary>
    public readonly long Hour => _hour * UsageCount.HourSeconds;

    public readonly long Messages => _messages;

    public long Bytes { get; private set; }

    public readonly long FirstMicros => StartMicros + _firstMicros;

    public readonly long LastMicros => StartMicros + _lastMicros;

    private readonly long StartMicros => _hour * HourMicros;

    /// <summary>Whether a delivery now can be added to what is counted here.</summary>
    public readonly bool IsOpen(long nowMicros) => _messages is > 0 and < uint.MaxValue && (ulong)(nowMicros - StartMicros) < HourMicros;

    /// <param name="nowMicros">In the same hour.</param>
    public void Add(long bytes, long nowMicros)
    {
        _messages++;
        Bytes += bytes;
        _lastMicros = Math.Max(_lastMicros, (uint)(nowMicros - StartMicros));
    }
}
