using System.Collections.Concurrent;

namespace Platone.MosquittoPlugin;

/// <summary>Lines that other threads want in the broker's log; the broker's thread takes them out. Bounded: what is too much is counted.</summary>
sealed class LogQueue
{
    private const int Capacity = 256;

    private readonly ConcurrentQueue<(BrokerLogLevel Level, string Message)> _lines = new();
    private int _dropped;

    public void Add(BrokerLogLevel level, string message)
    {
        if (_lines.Count < Capacity) _lines.Enqueue((level, message));
        else Interlocked.Increment(ref _dropped);
    }

    public bool TryTake(out BrokerLogLevel level, out string message)
    {
        if (_lines.TryDequeue(out var line))
        {
            (level, message) = line;
            return true;
        }

        var dropped = Interlocked.Exchange(ref _dropped, 0);
        (level, message) = (BrokerLogLevel.Warning, $"{dropped} log lines were dropped");
        return dropped > 0;
    }
}
