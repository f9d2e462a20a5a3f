using System.Collections.Concurrent;
using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>
/// Grants by what is asked: exact topics by (consumer, topic), so that the usual question costs one look-up however many grants there are;
/// filters with wildcards by (consumer, provider), in a list that is walked. One writer, many readers without locks.
/// </summary>
sealed class GrantIndex
{
    private readonly HashSet<Grant> _all; // the writer's own
    private readonly HashSet<Grant>.AlternateLookup<Hash256> _byId;
    private readonly ExactGrants _exact;
    private readonly ConcurrentDictionary<Pair, PairGrants> _pairs = new(PairComparer.Instance);

    public GrantIndex(IReadOnlyCollection<Grant> grants)
    {
        _all = new(grants.Count, GrantById.Instance);
        _byId = _all.GetAlternateLookup<Hash256>();
        _exact = new(grants.Count);
        foreach (var grant in grants) Add(grant);
    }

    /// <summary>Whether a grant of the provider that holds now matches the topic, or covers the filter.</summary>
    public Decision Decide(Address consumer, Address provider, ReadOnlySpan<byte> topicOrFilter, bool isFilter, GrantTime time)
    {
        var answer = CheckExact(consumer, provider, topicOrFilter, time);
        if (answer.Allowed || !_pairs.TryGetValue(new(consumer, provider), out var pair)) return answer;

        foreach (var grant in pair.Wildcards.Items)
        {
            if (grant is null) break;
            if (!(isFilter ? grant.Filter.Covers(topicOrFilter) : grant.Filter.Matches(topicOrFilter))) continue;

            answer = time.Check(grant);
            if (answer.Allowed) break;
        }

        return answer;
    }

    /// <summary>Whether the consumer has any grant of the provider that holds now.</summary>
    public Decision DecideAny(Address consumer, Address provider, GrantTime time)
    {
        var answer = Decision.Deny(DenyReason.NoGrant);
        if (!_pairs.TryGetValue(new(consumer, provider), out var pair)) return answer;

        foreach (var grant in pair.All.Items)
        {
            if (grant is null) break;

            answer = time.Check(grant);
            if (answer.Allowed) break;
        }

        return answer;
    }

    public void Add(Grant grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        Remove(grant.Id);
        _all.Add(grant);

        var pair = _pairs.GetOrAdd(PairOf(grant), static _ => new());
        pair.All.Add(grant);
        if (grant.Filter.HasWildcards) pair.Wildcards.Add(grant);
        else _exact.Add(grant);
    }

    public void Remove(Hash256 id)
    {
        if (!_byId.TryGetValue(id, out var grant)) return;

        _all.Remove(grant);
        if (!grant.Filter.HasWildcards) _exact.Remove(grant);
        if (!_pairs.TryGetValue(PairOf(grant), out var pair)) return;

        pair.All.Remove(grant);
        if (grant.Filter.HasWildcards) pair.Wildcards.Remove(grant);
        if (pair.All.IsEmpty) _pairs.TryRemove(PairOf(grant), out _);
    }

    public Grant[] ToSortedArray()
    {
        var grants = _all.ToArray();
        Array.Sort(grants, static (a, b) => a.Id.CompareTo(b.Id));
        return grants;
    }

    /// <summary>A grant without wildcards covers exactly the topic, or the filter, that it spells.</summary>
    private Decision CheckExact(Address consumer, Address provider, ReadOnlySpan<byte> text, GrantTime time)
    {
        var answer = Decision.Deny(DenyReason.NoGrant);
        foreach (var grant in _exact.Find(consumer, text))
        {
            if (grant.Provider != provider) continue; // nobody grants another one's data

            answer = time.Check(grant);
            if (answer.Allowed) break;
        }

        return answer;
    }

    private static Pair PairOf(Grant grant) => new(grant.Consumer, grant.Provider);

    private sealed class PairGrants
    {
        public GrantList All { get; } = new();

        public GrantList Wildcards { get; } = new();
    }
}
