using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>
/// The table that a broker asks for every subscription, publication and delivery. Any number of threads may ask at once and take no lock;
/// changes come from one feed (a lock keeps a second writer out) and hold for every question asked after they returned.
/// </summary>
/// <param name="staleAfterLimitMs">The broker's own limit for <see cref="RuleSnapshot.StaleAfterMs"/>; the shorter of the two holds.</param>
public sealed class RuleTable(long? staleAfterLimitMs = null)
{
    private readonly Lock _writing = new();
    private readonly long _staleAfterLimitMs = CheckLimit(staleAfterLimitMs);
    private volatile RuleSet? _rules;
    private long _credentialVersion;

    /// <summary>The secret that passwords are checked with; null before the first snapshot.</summary>
    public BrokerKey? Key => _rules?.Key;

    /// <summary>Whose broker it is: the access layer's own wallet, the first where it has several; null before the first snapshot.</summary>
    public Address? Operator => _rules?.FirstOperator;

    /// <summary>Another number after credentials were taken away.</summary>
    public long CredentialVersion => Interlocked.Read(ref _credentialVersion);

    /// <summary>The newest head heard of; null before the first snapshot.</summary>
    public ChainHead? Head => _rules?.Pulse.Head;

    /// <summary>Whether the client may do this now. Allocates nothing.</summary>
    /// <param name="access">What is asked.</param>
    /// <param name="account">The authenticated account.</param>
    /// <param name="topicOrFilter">UTF-8: a filter for <see cref="Access.Subscribe"/>, else a topic name.</param>
    /// <param name="now">Both clocks.</param>
    public Decision Decide(Access access, AccountName account, ReadOnlySpan<byte> topicOrFilter, RuleClock now)
    {
        if (!account.IsDevice) return Decide(access, account.Wallet, topicOrFilter, now);
        return _rules?.DecideDevice(access, account, topicOrFilter) ?? Decision.Deny(DenyReason.NoRules);
    }

    /// <inheritdoc cref="Decide(Access, AccountName, ReadOnlySpan{byte}, RuleClock)"/>
    /// <param name="wallet">The authenticated wallet.</param>
    public Decision Decide(Access access, Address wallet, ReadOnlySpan<byte> topicOrFilter, RuleClock now)
    {
        if (_rules is not { } rules) return Decision.Deny(DenyReason.NoRules);

        return access switch
        {
            Access.Read => rules.DecideRead(wallet, topicOrFilter, now),
            Access.Write => rules.DecideWrite(wallet, topicOrFilter),
            Access.Subscribe => rules.DecideSubscribe(wallet, topicOrFilter, now),
            _ => throw new ArgumentOutOfRangeException(nameof(access), access, "Expected read, write or subscribe."),
        };
    }

    /// <summary>Whether somebody registered the credential.</summary>
    public bool Holds(Credential credential) => _rules?.Holds(credential) ?? false;

    public RuleStatus Status(long monotonicNowMs) => _rules switch
    {
        null => RuleStatus.Empty,
        var rules when rules.IsStale(monotonicNowMs) => RuleStatus.Stale,
        _ => RuleStatus.Fresh,
    };

    /// <summary>Replaces everything by a snapshot from disk. The chain may have moved on since, so consumers are denied until a live one follows.</summary>
    public void Load(RuleSnapshot snapshot) => Swap(snapshot, _ => null);

    /// <summary>
    /// Replaces everything by a snapshot from the live feed. One whose head is no newer than the known one does not prove that the chain
    /// goes on, and so does not end staleness.
    /// </summary>
    public void Replace(RuleSnapshot snapshot, long monotonicNowMs) =>
        Swap(snapshot, known => known?.AdvancedAtMs is { } advancedAt && snapshot.Head.Block <= known.Head.Block ? advancedAt : monotonicNowMs);

    /// <exception cref="InvalidOperationException">There is no snapshot yet that could be changed.</exception>
    public void Apply(RuleChange change, long monotonicNowMs)
    {
        lock (_writing)
        {
            var rules = _rules ?? throw new InvalidOperationException("A change came before the first snapshot.");
            rules.Apply(change, monotonicNowMs);
            if (change is RuleChange.RemoveCredential) Interlocked.Increment(ref _credentialVersion);
        }
    }

    /// <summary>All that the table holds, in a stable order; null before the first snapshot.</summary>
    /// <param name="sequence">The number that the snapshot is to carry.</param>
    public RuleSnapshot? Capture(long sequence)
    {
        lock (_writing)
            return _rules?.Capture(sequence);
    }

    private void Swap(RuleSnapshot snapshot, Func<Pulse?, long?> advancedAt)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        lock (_writing)
        {
            _rules = new(snapshot, Math.Min(snapshot.StaleAfterMs, _staleAfterLimitMs), advancedAt(_rules?.Pulse));
            Interlocked.Increment(ref _credentialVersion);
        }
    }

    private static long CheckLimit(long? milliseconds)
    {
        if (milliseconds is { } limit) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit, nameof(milliseconds));
        return milliseconds ?? long.MaxValue;
    }
}

public enum RuleStatus
{
    /// <summary>No snapshot yet: everything is denied.</summary>
    Empty,

    /// <summary>The chain's head stands still for us: consumers are denied, providers and operators go on.</summary>
    Stale,

    Fresh,
}
