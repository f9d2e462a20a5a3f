namespace Platone.Policies;

/// <summary>
/// Applies a feed to a rule table: a snapshot as a whole when its end has come, deltas one by one while their numbers follow each other.
/// The table keeps its rules through everything that goes wrong; without beats it grows stale by itself.
/// One connection, one state.
/// </summary>
public sealed class FeedState(RuleTable table)
{
    private readonly SnapshotCollector _collector = new();
    private bool _following;

    /// <summary>Number of the last change in the table; 0 before the first snapshot.</summary>
    public long Sequence { get; private set; }

    /// <param name="message">The next one of the connection.</param>
    /// <param name="monotonicNowMs">When it came; the clock of <see cref="RuleClock.MonotonicMs"/>.</param>
    /// <exception cref="FeedException">The message has no place here, for example a delta inside a snapshot.</exception>
    public FeedResult Apply(FeedMessage message, long monotonicNowMs)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message is FeedMessage.Delta delta && !_collector.IsCollecting) return ApplyDelta(delta, monotonicNowMs);

        if (_collector.Add(message) is not { } snapshot) return FeedResult.Collecting;

        table.Replace(snapshot, monotonicNowMs);
        Sequence = snapshot.Sequence;
        _following = true;
        return FeedResult.SnapshotApplied;
    }

    private FeedResult ApplyDelta(FeedMessage.Delta delta, long monotonicNowMs)
    {
        if (!_following || delta.Sequence != Sequence + 1)
        {
            _following = false;
            return FeedResult.Gap;
        }

        table.Apply(delta.Change, monotonicNowMs);
        Sequence = delta.Sequence;
        return delta.Change is RuleChange.Beat ? FeedResult.BeatApplied : FeedResult.ChangeApplied;
    }
}

public enum FeedResult
{
    /// <summary>Part of a snapshot that has not ended yet; the table is as before.</summary>
    Collecting,

    SnapshotApplied,

    /// <summary>Grants or providers changed.</summary>
    ChangeApplied,

    /// <summary>Only the chain's head changed.</summary>
    BeatApplied,

    /// <summary>Changes are missing. The table is as before and takes no delta until a new snapshot has come.</summary>
    Gap,
}
