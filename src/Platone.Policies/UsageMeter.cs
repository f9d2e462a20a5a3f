using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>Counts deliveries by grant and hour. Any number of threads.</summary>
/// <param name="counter">Random: what tells this meter from every other, and from itself after a restart.</param>
/// <param name="maxRows">So many grants in so many hours can be counted at once; what comes above that is <see cref="Uncounted"/>.</param>
public sealed class UsageMeter(Hash256 counter, int maxRows = 500_000)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(Hash256 Declaration, long Hour), UsageRow> _rows = [];
    private readonly Queue<UsageRow> _changed = [];
    private readonly Queue<Grant> _tallied = []; // what they have comes into a row when it is taken

    /// <summary>Deliveries for which there was no room.</summary>
    public long Uncounted { get; private set; }

    public void Count(Hash256 declaration, long bytes, long nowMicros)
    {
        var one = new UsageTally(nowMicros);
        one.Add(bytes, nowMicros);
        lock (_lock) Collect(declaration, one);
    }

    /// <summary>
    /// The same without a look-up and without memory of its own, which a broker touches for every delivery: the first meter counts in the grant itself. Any
    /// other one counts by its identifier.
    /// </summary>
    internal void Count(Grant grant, long bytes, long nowMicros)
    {
        if (grant.Meter != this && !grant.TryAssign(this))
        {
            Count(grant.Id, bytes, nowMicros);
            return;
        }

        lock (_lock)
        {
            ref var tally = ref grant.Tally;
            if (!tally.IsOpen(nowMicros)) Open(grant, nowMicros);
            tally.Add(bytes, nowMicros);
        }
    }

    /// <summary>What changed since it was taken last; nothing waits for ever.</summary>
    public IReadOnlyList<UsageCount> TakeChanged(int atMost)
    {
        lock (_lock)
        {
            while (_changed.Count < atMost && _tallied.TryDequeue(out var grant)) Collect(grant);
            var taken = new List<UsageCount>(Math.Min(atMost, _changed.Count));
            while (taken.Count < atMost && _changed.TryDequeue(out var row)) taken.Add(row.Take(counter));
            return taken;
        }
    }

    /// <summary>What was taken may not have arrived: all of it counts as changed.</summary>
    public void TakeAgain()
    {
        lock (_lock)
        {
            CollectTallied();
            foreach (var row in _rows.Values) NoteChange(row);
        }
    }

    /// <summary>Lets go of what was taken of the hours before one.</summary>
    /// <param name="hour">Unix seconds of its start.</param>
    public void ForgetBefore(long hour)
    {
        lock (_lock)
        {
            CollectTallied(); // what is still to be added to a row keeps it
            foreach (var (key, row) in _rows)
            {
                if (key.Hour < hour && !row.IsChanged) _rows.Remove(key);
            }
        }
    }

    private void Open(Grant grant, long nowMicros)
    {
        if (grant.Tally.Messages == 0) _tallied.Enqueue(grant);
        else Collect(grant); // of another hour, or full; the grant waits already
        grant.Tally = new(nowMicros);
    }

    private void CollectTallied()
    {
        while (_tallied.TryDequeue(out var grant)) Collect(grant);
    }

    private void Collect(Grant grant)
    {
        Collect(grant.Id, grant.Tally);
        grant.Tally = default;
    }

    private void Collect(Hash256 declaration, in UsageTally tally)
    {
        if (FindOrAdd(declaration, tally.Hour) is not { } row)
        {
            Uncounted += tally.Messages;
            return;
        }

        row.Add(tally);
        NoteChange(row);
    }

    /// <summary>Null where there is no room for another.</summary>
    private UsageRow? FindOrAdd(Hash256 declaration, long hour)
    {
        if (_rows.TryGetValue((declaration, hour), out var row)) return row;
        if (_rows.Count >= maxRows) return null;

        row = new(declaration, hour);
        _rows.Add((declaration, hour), row);
        return row;
    }

    private void NoteChange(UsageRow row)
    {
        if (row.IsChanged) return;

        row.IsChanged = true;
        _changed.Enqueue(row);
    }
}
