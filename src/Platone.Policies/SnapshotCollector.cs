using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>Puts the messages of a snapshot together.</summary>
sealed class SnapshotCollector
{
    private readonly List<Address> _operators = [];
    private readonly List<Address> _providers = [];
    private readonly HashSet<Credential> _credentials = [];
    private HashSet<Grant> _grants = new(GrantById.Instance);
    private HashSet<TopicFilter> _filters = [];
    private FeedMessage.SnapshotBegin? _begin;
    private BrokerKey? _key;

    public bool IsCollecting => _begin is not null;

    /// <summary>The snapshot, when the message was its end; else null.</summary>
    /// <exception cref="FeedException">The message has no place here.</exception>
    public RuleSnapshot? Add(FeedMessage message)
    {
        if (message is FeedMessage.SnapshotBegin begin)
        {
            Begin(begin);
            return null;
        }

        var open = _begin ?? throw new FeedException($"Expected a snapshot line first, found {message.GetType().Name}.");
        if (message is FeedMessage.SnapshotEnd end) return End(open, end);

        Collect(message);
        return null;
    }

    private void Begin(FeedMessage.SnapshotBegin begin)
    {
        if (_begin is not null) throw new FeedException($"Expected the end of snapshot {_begin.Sequence}, found the beginning of snapshot {begin.Sequence}.");

        _begin = begin;
        _key = null;
        _operators.Clear();
        _providers.Clear();
        _credentials.Clear();
        _grants.Clear();
    }

    private void Collect(FeedMessage message)
    {
        switch (message)
        {
            case FeedMessage.SnapshotKey key when _key is null: _key = key.Value; break;
            case FeedMessage.SnapshotKey: throw new FeedException("Expected one key in a snapshot, found a second one.");
            case FeedMessage.SnapshotOperator wallet: _operators.Add(wallet.Wallet); break;
            case FeedMessage.SnapshotProvider provider: _providers.Add(provider.Wallet); break;
            case FeedMessage.SnapshotCredential registered: AddCredential(registered.Credential); break;
            case FeedMessage.SnapshotGrant granted: AddGrant(granted.Grant); break;
            default: throw new FeedException($"Expected the lines of snapshot {_begin?.Sequence}, found {message.GetType().Name}.");
        }
    }

    private void AddCredential(Credential credential)
    {
        if (!_credentials.Add(credential)) throw new FeedException($"Expected each credential once in a snapshot, found one of {credential.Account} again.");
    }

    private void AddGrant(Grant grant)
    {
        if (!_grants.Add(WithSharedFilter(grant))) throw new FeedException($"Expected each grant once in a snapshot, found {grant.Id} again.");
    }

    /// <summary>One device's topic is granted to many: its bytes are kept once, and are near when the next of them is asked for.</summary>
    private Grant WithSharedFilter(Grant grant)
    {
        if (_filters.TryGetValue(grant.Filter, out var shared)) return grant with { Filter = shared };

        _filters.Add(grant.Filter);
        return grant;
    }

    private RuleSnapshot End(FeedMessage.SnapshotBegin begin, FeedMessage.SnapshotEnd end)
    {
        if (end.Sequence != begin.Sequence) throw new FeedException($"Expected the end of snapshot {begin.Sequence}, found the end of {end.Sequence}.");
        if (_key is null) throw new FeedException($"Expected a key in snapshot {begin.Sequence}, found none.");

        var grants = _grants;
        (_begin, _grants, _filters) = (null, new(GrantById.Instance), []); // handed over: there may be very many
        return new(begin.Sequence, begin.Head, begin.StaleAfterMs, _key, [.. _operators], [.. _providers], [.. _credentials], grants);
    }
}
