using System.Globalization;

namespace Platone.Policies;

/// <summary>Writes the feed's lines, without their line ends; <see cref="FeedMessage"/> has the grammar.</summary>
public static class FeedWriter
{
    public static string Line(FeedMessage message) => message switch
    {
        FeedMessage.SnapshotBegin begin => Text($"snapshot {begin.Sequence} {Text(begin.Head)} {begin.StaleAfterMs}"),
        FeedMessage.SnapshotKey key => $"key {key.Value.RevealHex()}",
        FeedMessage.SnapshotOperator wallet => $"operator {wallet.Wallet}",
        FeedMessage.SnapshotProvider provider => $"provider {provider.Wallet}",
        FeedMessage.SnapshotCredential registered => Text(registered.Credential),
        FeedMessage.SnapshotGrant granted => Text(granted.Grant),
        FeedMessage.SnapshotEnd end => Text($"end {end.Sequence}"),
        FeedMessage.Delta delta => Text($"{delta.Sequence} {Text(delta.Change)}"),
        _ => throw new ArgumentException($"Unknown message: {message}.", nameof(message)),
    };

    /// <summary>A whole snapshot, line by line.</summary>
    public static IEnumerable<string> Lines(RuleSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return Messages(snapshot).Select(Line);
    }

    private static IEnumerable<FeedMessage> Messages(RuleSnapshot snapshot)
    {
        yield return new FeedMessage.SnapshotBegin(snapshot.Sequence, snapshot.Head, snapshot.StaleAfterMs);
        yield return new FeedMessage.SnapshotKey(snapshot.Key);
        foreach (var wallet in snapshot.Operators)
            yield return new FeedMessage.SnapshotOperator(wallet);
        foreach (var provider in snapshot.Providers)
            yield return new FeedMessage.SnapshotProvider(provider);
        foreach (var credential in snapshot.Credentials)
            yield return new FeedMessage.SnapshotCredential(credential);
        foreach (var grant in snapshot.Grants)
            yield return new FeedMessage.SnapshotGrant(grant);
        yield return new FeedMessage.SnapshotEnd(snapshot.Sequence);
    }

    private static string Text(RuleChange change) => change switch
    {
        RuleChange.AddGrant added => Text(added.Grant),
        RuleChange.RevokeGrant revoked => $"revoke {revoked.Id}",
        RuleChange.AddProvider added => $"provider {added.Provider}",
        RuleChange.RemoveProvider removed => $"unprovider {removed.Provider}",
        RuleChange.AddCredential added => Text(added.Credential),
        RuleChange.RemoveCredential removed => $"un{Text(removed.Credential)}",
        RuleChange.Beat beat => $"beat {Text(beat.Head)}",
        _ => throw new ArgumentException($"Unknown change: {change}.", nameof(change)),
    };

    private static string Text(Credential credential) => $"credential {credential.Hash} {credential.Account}";

    private static string Text(Grant grant) => Text($"grant {grant.Id} {grant.Provider} {grant.Consumer} {grant.NotBefore} {grant.Expiry} {grant.Filter}");

    private static string Text(ChainHead head) => Text($"{head.Block} {head.UnixSeconds}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
