using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>One grant's deliveries in one hour, as far as they were collected; its meter's lock guards it.</summary>
/// <param name="hour">Unix seconds of its start.</param>
sealed class UsageRow(Hash256 declaration, long hour)
{
    private long _messages;
    private long _bytes;
    private long _firstMicros;
    private long _lastMicros;

    /// <summary>Whether it waits to be taken.</summary>
    public bool IsChanged { get; set; }

    public void Add(in UsageTally tally)
    {
        if (_messages == 0) _firstMicros = tally.FirstMicros;
        _messages += tally.Messages;
        _bytes += tally.Bytes;
        _lastMicros = Math.Max(_lastMicros, tally.LastMicros);
    }

    public UsageCount Take(Hash256 counter)
    {
        IsChanged = false;
        return new(counter, hour, declaration, _messages, _bytes, _firstMicros, _lastMicros);
    }
}
