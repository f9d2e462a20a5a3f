using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>Counts deliveries by grant and hour. Any number of threads.</summary>
/// <param name="counter">Random: what tells this meter from every other, and from itself after a restart.</param>
/// <param name="maxRows">So many grants in so many hours can be counted at once; what comes above that is <see cref="Uncounted"/>.</param>
public sealed class UsageMeter(Hash256 counter, int maxRows = 500_000)
{
    private const long HourMicros = UsageCount.HourSeconds * 1_000_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(Hash256 Declaration, long Hour), Row> _rows = [];
    private readonly Queue<(Hash256 Declaration, long Hour)> _changed = [];

    /// <summary>Deliveries for which there was no room.</summary>
    public long Uncounted { get; private set; }

    public void Count(Hash256 declaration, long bytes, long nowMicros)
    {
        var key = (declaration, nowMicros / HourMicros * UsageCount.HourSeconds);
        lock (_lock)
        {
            if (!_rows.TryGetValue(key, out var row))
            {
                if (_rows.Count >= maxRows)
                {
                    Uncounted++;
                    return;
                }

                _rows.Add(key, row = new() { FirstMicros = nowMicros });
            }

            row.Messages++;
            row.Bytes += bytes;
            row.LastMicros = Math.Max(row.LastMicros, nowMicros);
            if (row.IsChanged) return;

            row.IsChanged = true;
            _changed.Enqueue(key);
        }
    }

    /// <summary>What changed since it was taken last, the longest waiting first.</summary>
    public IReadOnlyList<UsageCount> TakeChanged(int atMost)
    {
        lock (_lock)
        {
            var taken = new List<UsageCount>(Math.Min(atMost, _changed.Count));
            while (taken.Count < atMost && _changed.TryDequeue(out var key))
            {
                var row = _rows[key];
                row.IsChanged = false;
                taken.Add(new(counter, key.Hour, key.Declaration, row.Messages, row.Bytes, row.FirstMicros, row.LastMicros));
            }

            return taken;
        }
    }

    /// <summary>What was taken may not have arrived: all of it counts as changed.</summary>
    public void TakeAgain()
    {
        lock (_lock)
        {
            foreach (var (key, row) in _rows)
            {
                if (row.IsChanged) continue;

                row.IsChanged = true;
                _changed.Enqueue(key);
            }
        }
    }

    /// <summary>Lets go of what was taken of the hours before one.</summary>
    /// <param name="hour">Unix seconds of its start.</param>
    public void ForgetBefore(long hour)
    {
        lock (_lock)
        {
            foreach (var (key, row) in _rows)
            {
                if (key.Hour < hour && !row.IsChanged) _rows.Remove(key);
            }
        }
    }

    private sealed class Row
    {
        public long Messages;
        public long Bytes;
        public long FirstMicros;
        public long LastMicros;
        public bool IsChanged;
    }
}
