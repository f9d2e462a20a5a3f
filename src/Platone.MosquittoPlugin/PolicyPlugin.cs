using Platone.Policies;

namespace Platone.MosquittoPlugin;

/// <summary>The plugin in one broker: the rule table with the feed that keeps it, its file, and its words in the broker's log.</summary>
sealed class PolicyPlugin : IDisposable
{
    private readonly Action<BrokerLogLevel, string> _log;
    private readonly LogQueue _queue = new();
    private readonly PolicyFeed _feed;
    private readonly SnapshotKeeper? _keeper;
    private RuleStatus _lastStatus = RuleStatus.Empty;

    /// <param name="options">From the broker's configuration.</param>
    /// <param name="log">Writes to the broker's log; called on the broker's thread only.</param>
    public PolicyPlugin(PluginOptions options, Action<BrokerLogLevel, string> log)
    {
        var (rules, time) = (new RuleTable(options.StaleAfterMs), TimeProvider.System);
        _log = log;
        Gate = new(rules, time);
        CredentialLogins = new(rules);
        Challenges = new(this);
        _keeper = options.SnapshotPath is null ? null : new(new(options.SnapshotPath), rules, _queue);
        _feed = new(options.SocketPath, rules, time, _queue, () => _keeper?.NoteChange());
    }

    public BrokerGate Gate { get; }

    /// <summary>By the client's place in the broker's memory; on the broker's thread only.</summary>
    public CredentialLogins<nint> CredentialLogins { get; }

    public ChallengeCheck Challenges { get; }

    /// <summary>Whether a login goes on; says why one does not.</summary>
    public bool Accepts(LoginAnswer answer)
    {
        if (answer.Result == LoginResult.Accepted) return true;

        // Nothing that the client made up goes into the log: no token, and no name unless it is a wallet's.
        _log(BrokerLogLevel.Notice, $"login refused: {answer.Result}, wallet {(answer.Wallet.IsZero ? "unknown" : answer.Wallet)}");
        return false;
    }

    /// <summary>A client is gone, and its place in the broker's memory may be the next one's.</summary>
    public void Disconnected(nint client)
    {
        CredentialLogins.Remove(client);
        Challenges.Forget(client);
    }

    public void Start()
    {
        _keeper?.Start();
        _feed.Start();
        Tick();
    }

    /// <summary>
    /// On the broker's thread: says what other threads left to say, and when the table turned stale or fresh; ends the connections whose
    /// credential was taken away.
    /// </summary>
    public void Tick()
    {
        foreach (var clientId in CredentialLogins.TakeEnded()) BrokerFunctions.Kick(clientId);
        while (_queue.TryTake(out var level, out var message))
            _log(level, message);

        var status = Gate.Status;
        if (status == _lastStatus) return;

        _lastStatus = status;
        if (status == RuleStatus.Fresh) _log(BrokerLogLevel.Notice, "rules are fresh: consumers are served");
        else _log(BrokerLogLevel.Warning, "rules are stale: consumers are denied until the chain's head advances; providers go on");
    }

    public void Dispose()
    {
        _feed.Dispose();
        _keeper?.Dispose();
        while (_queue.TryTake(out var level, out var message))
            _log(level, message);
    }
}
