using System.Collections.Concurrent;
using System.Collections.Frozen;
using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>The rules from one snapshot on: one writer, many readers without locks.</summary>
sealed class RuleSet
{
    private readonly long _staleAfterMs;
    private readonly long _feedStaleAfterMs;
    private readonly FrozenSet<Address> _operators;
    private readonly ConcurrentDictionary<Address, bool> _providers = new(AddressComparer.Instance);
    private readonly ConcurrentDictionary<Credential, bool> _credentials = [];
    private readonly GrantIndex _grants;
    private volatile Pulse _pulse;

    public RuleSet(RuleSnapshot snapshot, long staleAfterMs, long? advancedAtMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(staleAfterMs);
        Key = snapshot.Key;
        _staleAfterMs = staleAfterMs;
        _feedStaleAfterMs = snapshot.StaleAfterMs;
        _pulse = new(snapshot.Head, advancedAtMs);
        _operators = snapshot.Operators.ToFrozenSet(AddressComparer.Instance);
        foreach (var provider in snapshot.Providers)
            _providers[provider] = true;
        foreach (var credential in snapshot.Credentials)
            _credentials[credential] = true;
        _grants = new(snapshot.Grants);
    }

    public BrokerKey Key { get; }

    public Address? FirstOperator => _operators.Count == 0 ? null : _operators.Min();

    public Pulse Pulse => _pulse;

    public bool Holds(Credential credential) => _credentials.ContainsKey(credential);

    public bool IsStale(long monotonicNowMs) => _pulse.AdvancedAtMs is not { } advancedAt || monotonicNowMs - advancedAt > _staleAfterMs;

    /// <summary>Providers write readings of their own devices, and nobody but an operator writes anything else.</summary>
    public Decision DecideWrite(Address wallet, ReadOnlySpan<byte> topic)
    {
        if (!TopicFilter.IsTopicName(topic)) return Decision.Deny(DenyReason.InvalidTopic);
        if (_operators.Contains(wallet)) return Decision.Allow;
        if (!PartyTopic.TryParse(topic, out var parsed)) return Decision.Deny(DenyReason.UnknownTopic);
        if (parsed.Area != TopicArea.Ingest || parsed.Party != wallet) return Decision.Deny(DenyReason.ForeignTopic);
        if (!parsed.HasOneLevelBelow) return Decision.Deny(DenyReason.UnknownTopic);
        return _providers.ContainsKey(wallet) ? Decision.Allow : Decision.Deny(DenyReason.NotProvider);
    }

    /// <summary>A device hands in its own readings, in its provider's name, and hears what becomes of them.</summary>
    public Decision DecideDevice(Access access, AccountName device, ReadOnlySpan<byte> topicOrFilter)
    {
        if (!TopicFilter.IsTopicName(topicOrFilter)) return Decision.Deny(DenyReason.InvalidTopic);
        if (!PartyTopic.TryParse(topicOrFilter, out var parsed)) return Decision.Deny(DenyReason.UnknownTopic);
        if (parsed.Party != device.Wallet || !parsed.Below.SequenceEqual(device.Device)) return Decision.Deny(DenyReason.ForeignTopic);
        if (access == Access.Write ? parsed.Area != TopicArea.Ingest : parsed.Area is not (TopicArea.Receipts or TopicArea.Errors))
            return Decision.Deny(DenyReason.ForeignTopic);

        return _providers.ContainsKey(device.Wallet) ? Decision.Allow : Decision.Deny(DenyReason.NotProvider);
    }

    public Decision DecideRead(Address wallet, ReadOnlySpan<byte> topic, RuleClock now)
    {
        if (!TopicFilter.IsTopicName(topic)) return Decision.Deny(DenyReason.InvalidTopic);
        if (_operators.Contains(wallet)) return Decision.Allow;
        return DecideHearing(wallet, topic, isFilter: false, now);
    }

    public Decision DecideSubscribe(Address wallet, ReadOnlySpan<byte> filter, RuleClock now)
    {
        if (!TopicFilter.IsValid(filter)) return Decision.Deny(DenyReason.InvalidTopic);

        if (SharedFilter.IsShared(filter))
        {
            if (!SharedFilter.TryParse(filter, out var group, out filter)) return Decision.Deny(DenyReason.InvalidTopic);
            if (!WalletName.TryParse(group, out var owner) || owner != wallet) return Decision.Deny(DenyReason.ForeignShareGroup);
        }

        if (_operators.Contains(wallet)) return Decision.Allow;
        return DecideHearing(wallet, filter, isFilter: true, now);
    }

    public void Apply(RuleChange change, long monotonicNowMs)
    {
        switch (change)
        {
            case RuleChange.AddGrant added: _grants.Add(added.Grant); break;
            case RuleChange.RevokeGrant revoked: _grants.Remove(revoked.Id); break;
            case RuleChange.AddProvider added: _providers[added.Provider] = true; break;
            case RuleChange.RemoveProvider removed: _providers.TryRemove(removed.Provider, out _); break;
            case RuleChange.AddCredential added: _credentials[added.Credential] = true; break;
            case RuleChange.RemoveCredential removed: _credentials.TryRemove(removed.Credential, out _); break;
            case RuleChange.Beat beat: _pulse = _pulse.Next(beat.Head, monotonicNowMs); break;
            default: throw new ArgumentException($"Unknown change: {change}.", nameof(change));
        }
    }

    public RuleSnapshot Capture(long sequence) =>
        new(
            sequence, _pulse.Head, _feedStaleAfterMs, Key, [.. _operators.Order()], [.. _providers.Keys.Order()],
            [.. _credentials.Keys.OrderBy(credential => credential.Account, StringComparer.Ordinal).ThenBy(credential => credential.Hash)],
            _grants.ToSortedArray());

    /// <summary>Reading and subscribing, for wallets that are no operators. A filter passes only where its area and party are literal.</summary>
    private Decision DecideHearing(Address wallet, ReadOnlySpan<byte> topicOrFilter, bool isFilter, RuleClock now)
    {
        if (!PartyTopic.TryParse(topicOrFilter, out var parsed)) return Decision.Deny(DenyReason.UnknownTopic);
        if (parsed.Area is TopicArea.Certified or TopicArea.Access && parsed.HasLevelsBelow) return Decision.Deny(DenyReason.UnknownTopic);
        if (parsed.Party == wallet) return DecideOwn(wallet, parsed.Area);
        if (parsed.Area is not (TopicArea.Data or TopicArea.Certified)) return Decision.Deny(DenyReason.ForeignTopic);
        if (IsStale(now.MonotonicMs)) return Decision.Deny(DenyReason.Stale);

        var time = GrantTime.At(now, _pulse.Head);
        if (parsed.Area == TopicArea.Certified) return _grants.DecideAny(wallet, parsed.Party, time);
        return _grants.Decide(wallet, parsed.Party, topicOrFilter, isFilter, time);
    }

    private Decision DecideOwn(Address wallet, TopicArea area)
    {
        if (area == TopicArea.Ingest) return Decision.Deny(DenyReason.ForeignTopic);
        // Every wallet may be a party of declarations, and hears of its own also when nothing else is certain.
        if (area == TopicArea.Access) return Decision.Allow;
        return _providers.ContainsKey(wallet) ? Decision.Allow : Decision.Deny(DenyReason.NotProvider);
    }
}
