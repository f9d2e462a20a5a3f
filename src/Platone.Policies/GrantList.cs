namespace Platone.Policies;

/// <summary>
/// A list that readers walk without a lock while one writer changes it. Appending fills the next slot, removing makes a new array: a
/// reader sees a removed grant at most until the removal returns, and never misses one that stays.
/// </summary>
sealed class GrantList
{
    private volatile Grant?[] _slots = [];
    private int _count;

    /// <summary>Up to the first null.</summary>
    public ReadOnlySpan<Grant?> Items => _slots;

    public bool IsEmpty => _count == 0;

    public void Add(Grant grant)
    {
        var slots = _slots;
        if (_count < slots.Length)
        {
            Volatile.Write(ref slots[_count++], grant);
            return;
        }

        var longer = new Grant?[Math.Max(1, 2 * _count)];
        slots.CopyTo(longer, 0);
        longer[_count++] = grant;
        _slots = longer;
    }

    public void Remove(Grant grant)
    {
        var at = Array.IndexOf(_slots, grant, 0, _count);
        if (at < 0) return;

        var rest = new Grant?[_slots.Length - 1];
        Array.Copy(_slots, 0, rest, 0, at);
        Array.Copy(_slots, at + 1, rest, at, _slots.Length - at - 1);
        _count--;
        _slots = rest;
    }
}
