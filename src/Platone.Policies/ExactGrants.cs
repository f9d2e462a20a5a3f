using System.Diagnostics;
using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>
/// Grants without wildcards by (consumer, topic): the question of nearly every delivery. A table with open addressing, because with very many
/// grants the answer's price is the memory that is touched for it. One writer, many readers without locks: slots are filled once and emptied by a
/// mark, and a table that is full gives way to a new one.
/// </summary>
sealed class ExactGrants
{
    private const int SmallestTable = 16;

    /// <summary>Where a grant was: a search goes on behind it.</summary>
    private static readonly Grant Removed = new(Hash256.Zero, Address.Zero, Address.Zero, new("removed"), 0, 0);

    private volatile Slot[] _slots;
    private int _filled; // with grants and with marks
    private int _grants;

    /// <param name="expected">How many grants will come at once.</param>
    public ExactGrants(int expected) => _slots = NewTable(expected);

    /// <summary>All grants that name this topic, or filter, for this consumer.</summary>
    public Search Find(Address consumer, ReadOnlySpan<byte> topic) => new(_slots, consumer, topic);

    public void Add(Grant grant)
    {
        if (IsFull(_filled + 1, _slots)) Renew();
        Put(_slots, grant);
        _filled++;
        _grants++;
    }

    public void Remove(Grant grant)
    {
        var slots = _slots;
        for (var at = HashOf(grant) & (slots.Length - 1); slots[at].Grant is { } found; at = (at + 1) & (slots.Length - 1))
        {
            if (!ReferenceEquals(found, grant)) continue;

            Volatile.Write(ref slots[at].Grant, Removed);
            _grants--;
            return;
        }
    }

    /// <summary>Without the marks, and with room for as many again.</summary>
    private void Renew()
    {
        var slots = NewTable(2 * (_grants + 1));
        foreach (var slot in _slots)
        {
            if (slot.Grant is { } grant && !ReferenceEquals(grant, Removed)) Put(slots, grant);
        }

        _filled = _grants;
        _slots = slots;
    }

    private static void Put(Slot[] slots, Grant grant)
    {
        var hash = HashOf(grant);
        var at = hash & (slots.Length - 1);
        while (slots[at].Grant is not null) at = (at + 1) & (slots.Length - 1);
        slots[at].Hash = hash;
        Volatile.Write(ref slots[at].Grant, grant); // last: whoever sees it sees its hash
    }

    private static Slot[] NewTable(int grants)
    {
        var length = SmallestTable;
        while (IsFull(grants, length)) length *= 2;
        return new Slot[length];
    }

    private static bool IsFull(int filled, Slot[] slots) => IsFull(filled, slots.Length);

    private static bool IsFull(int filled, int length) => filled > length / 4 * 3;

    private static int HashOf(Grant grant) => HashOf(grant.Consumer, grant.Filter.Utf8);

    private static int HashOf(Address consumer, ReadOnlySpan<byte> topic)
    {
        Span<byte> wallet = stackalloc byte[Address.Length];
        consumer.CopyTo(wallet);
        return (int)SeededHash.Add(SeededHash.Add(SeededHash.Start, wallet), topic);
    }

    internal struct Slot
    {
        public Grant? Grant;
        public int Hash;
    }

    public ref struct Search
    {
        private readonly Slot[] _slots;
        private readonly Address _consumer;
        private readonly ReadOnlySpan<byte> _topic;
        private readonly int _hash;
        private int _at;
        private Grant? _current;

        internal Search(Slot[] slots, Address consumer, ReadOnlySpan<byte> topic)
        {
            _slots = slots;
            _consumer = consumer;
            _topic = topic;
            _hash = HashOf(consumer, topic);
            _at = _hash & (_slots.Length - 1);
        }

        public readonly Grant Current => _current ?? throw new UnreachableException();

        public readonly Search GetEnumerator() => this;

        public bool MoveNext()
        {
            while (Volatile.Read(ref _slots[_at].Grant) is { } grant)
            {
                var isSame = _slots[_at].Hash == _hash && !ReferenceEquals(grant, Removed) && grant.Consumer == _consumer
                    && _topic.SequenceEqual(grant.Filter.Utf8);
                _at = (_at + 1) & (_slots.Length - 1);
                if (!isSame) continue;

                _current = grant;
                return true;
            }

            return false;
        }
    }
}
