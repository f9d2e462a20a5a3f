using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>Counts deliveries by grant and hour. Any number of threads.</summary>
/// <param name="counter">Random: what tells this meter from every other, and from itself after a restart.</param>
/// <param name="maxRows">So many grants in so many hours can be counted at once; what comes above that is <see cref="Uncounted"/>.</param>
public sealed class UsageMeter(Hash256 counter, int maxRows = 500_000)
{
    private const long HourMicros = UsageCount.HourSeconds * 1_000_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(Hash256 Declaration, long Hour), UsageRow> _rows = [];
    private readonly Queue<UsageRow> _changed = [];

    /// <summary>Deliveries for which there was no room.</summary>
    public long Uncounted { get; private set; }

    public void Count(Hash256 declaration, long bytes, long nowMicros)
    {
        lock (_lock) Count(FindOrAdd(declaration, HourOf(nowMicros), nowMicros), bytes, nowMicros);
    }

    /// <summary>The same without a look-up for all but a grant's first delivery in an hour.</summary>
    internal void Count(Grant grant, long bytes, long nowMicros)
    {
        var hour = HourOf(nowMicros);
        lock (_lock)
        {
            if (grant.Usage is not { } row || row.Meter != this || row.Hour != hour) grant.Usage = row = FindOrAdd(grant.Id, hour, nowMicros);
            Count(row, bytes, nowMicros);
        }
    }

    /// <summary>What changed since it was taken last, the longest waiting first.</summary>
    public IReadOnlyList<UsageCount> TakeChanged(int atMost)
    {
        lock (_lock)
        {
            var taken = new List<UsageCount>(Math.Min(atMost, _changed.Count));
            while (taken.Count < atMost && _changed.TryDequeue(out var row))
            {
                row.IsChanged = false;
                taken.Add(new(counter, row.Hour, row.Declaration, row.Messages, row.Bytes, row.FirstMicros, row.LastMicros));
            }

            return taken;
        }
    }

    /// <summary>What was taken may not have arrived: all of it counts as changed.</summary>
    public void TakeAgain()
    {
        lock (_lock)
        {
            foreach (var row in _rows.Values) NoteChange(row);
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

    private static long HourOf(long micros) => micros / HourMicros * UsageCount.HourSeconds;

    /// <summary>Null where there is no room for another.</summary>
    private UsageRow? FindOrAdd(Hash256 declaration, long hour, long nowMicros)
    {
        if (_rows.TryGetValue((declaration, hour), out var row)) return row;
        if (_rows.Count >= maxRows) return null;

        row = new(this, declaration, hour) { FirstMicros = nowMicros };
        _rows.Add((declaration, hour), row);
        return row;
    }

    private void Count(UsageRow? row, long bytes, long nowMicros)
    {
        if (row is null)
        {
            Uncounted++;
            return;
        }

        row.Messages++;
        row.Bytes += bytes;
        row.LastMicros = Math.Max(row.LastMicros, nowMicros);
        NoteChange(row);
    }

    private void NoteChange(UsageRow row)
    {
        if (row.IsChanged) return;

        row.IsChanged = true;
        _changed.Enqueue(row);
    }
}

/// <summary>One grant's deliveries in one hour; its meter's lock guards it.</summary>
sealed class UsageRow(UsageMeter meter, Hash256 declaration, long hour)
{
    public UsageMeter Meter => meter;

    public Hash256 Declaration => declaration;

    /// <summary>Unix seconds of its start.</summary>
    public long Hour => hour;

    public long Messages { get; set; }

    public long Bytes { get; set; }

    public long FirstMicros { get; init; }

    public long LastMicros { get; set; }

    /// <summary>Whether it waits to be taken.</summary>
    public bool IsChanged { get; set; }
}
