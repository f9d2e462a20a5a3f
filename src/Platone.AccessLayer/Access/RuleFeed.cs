using Microsoft.Extensions.Logging;
using Platone.Contracts.Following;
using Platone.Cryptography;
using Platone.Messaging;
using Platone.Policies;
using Platone.Protocol;
using Platone.Storage;

namespace Platone.AccessLayer.Access;

/// <summary>
/// Turns what the chain says of declarations and providers into the brokers' rules. A revocation goes out on first sight; an
/// acceptance waits for its confirmations. Beats go out with every block that was processed, so that brokers notice when none come.
/// </summary>
public sealed partial class RuleFeed(DeclarationStore declarations, PolicyFeedServer feed, AccessLayerOptions options, ILogger<RuleFeed> logger)
{
    private readonly Lock _lock = new();
    private readonly List<(ulong Block, Hash256 Declaration)> _unconfirmed = [];

    /// <summary>The rules to start with: what the store has from earlier runs.</summary>
    public static RuleSnapshot Snapshot(
        AccessLayerOptions options, DeclarationStore declarations, ChainStore chain, CredentialStore credentials, DateTimeOffset now) => new(
        // The head's time: none of the blocks that were read is younger than now.
        Sequence: 0, new ChainHead((long)(chain.Position()?.Number ?? 0), now.ToUnixTimeSeconds()), (long)options.StaleAfter.TotalMilliseconds,
        options.BrokerKey, [options.Operator.Address], chain.Providers(),
        [.. credentials.List(wallet: null).Select(stored => stored.Credential)], [.. declarations.List(party: null).Select(GrantOf).OfType<Grant>()]);

    /// <summary>Takes away, on first sight, what a stretch of blocks takes away.</summary>
    public void Withdraw(ChainChanges changes) =>
        Withdraw(changes.Declarations.Where(declaration => declaration.Status != DeclarationStatus.Accepted).Select(declaration => declaration.Id));

    /// <summary>Takes away, on first sight, what a reorganisation takes away.</summary>
    public void Withdraw(ChainRetreat retreat) =>
        Withdraw(
            retreat.Declarations.Where(declaration => declaration.Status != DeclarationStatus.Accepted)
                .Select(declaration => declaration.Id)
                .Concat(retreat.Gone));

    /// <summary>Applies what else a stretch of blocks changes, once the store has taken it in.</summary>
    public void Apply(ChainChanges changes, long headTime)
    {
        lock (_lock)
        {
            foreach (var change in changes.Providers) feed.Publish(ChangeOf(change.Wallet, change.May));
            foreach (var declaration in changes.Declarations)
            {
                // Once more: between first sight and the commit a text may have come in and opened what the store still held accepted.
                if (declaration.Status != DeclarationStatus.Accepted) feed.Publish(new RuleChange.RevokeGrant(declaration.Id));
                else _unconfirmed.Add((changes.Head.Number, declaration.Id));
            }

            Confirm(changes.Head.Number);
            feed.Publish(new RuleChange.Beat(new((long)changes.Head.Number, headTime)));
        }
    }

    /// <summary>
    /// Applies the rest of a reorganisation, once the store has gone back. What it gives again (an acceptance whose revocation is gone) waits
    /// until the chain is as long as it was: a revocation that was dropped is sent again, and will then be there.
    /// </summary>
    /// <param name="lost">The block that the chain had before.</param>
    /// <param name="providers">Every wallet whose role it touched, with what it may now.</param>
    public void GoBack(ChainRetreat retreat, ulong lost, IEnumerable<(Address Wallet, bool May)> providers, long now)
    {
        lock (_lock)
        {
            foreach (var (wallet, may) in providers) feed.Publish(ChangeOf(wallet, may));
            _unconfirmed.AddRange(
                retreat.Declarations.Where(declaration => declaration.Status == DeclarationStatus.Accepted).Select(declaration => (lost, declaration.Id)));
            feed.Publish(new RuleChange.Beat(new((long)retreat.Ancestor.Number, now)));
        }
    }

    /// <summary>Looks again at declarations whose text has only now been given.</summary>
    public void TextGiven(Hash256 topic)
    {
        lock (_lock)
        {
            foreach (var declaration in declarations.About(topic)) Open(declaration);
        }
    }

    /// <summary>Takes away, on first sight, what these declarations gave.</summary>
    public void Withdraw(IEnumerable<Hash256> ended)
    {
        lock (_lock)
        {
            foreach (var id in ended)
            {
                _unconfirmed.RemoveAll(item => item.Declaration == id);
                feed.Publish(new RuleChange.RevokeGrant(id));
            }
        }
    }

    private static RuleChange ChangeOf(Address wallet, bool may) => may ? new RuleChange.AddProvider(wallet) : new RuleChange.RemoveProvider(wallet);

    private void Confirm(ulong head)
    {
        foreach (var (_, id) in _unconfirmed.FindAll(item => item.Block + options.GrantConfirmations <= head))
        {
            if (declarations.Find(id) is { } declaration) Open(declaration);
        }

        _unconfirmed.RemoveAll(item => item.Block + options.GrantConfirmations <= head);
    }

    private void Open(Declaration declaration)
    {
        if (GrantOf(declaration) is not { } grant) return;

        feed.Publish(new RuleChange.AddGrant(grant));
        LogOpened(logger, declaration.Provider, declaration.Consumer, declaration.Id);
    }

    /// <summary>The rule that an accepted declaration makes; none where its text is unknown or reaches beyond its provider's data.</summary>
    private static Grant? GrantOf(Declaration declaration) =>
        declaration is { Status: DeclarationStatus.Accepted, Filter: { } text } && declaration.Means.HasFlag(Means.Mqtt)
            && DataTopic.IsOf(declaration.Provider, text)
            ? new(declaration.Id, declaration.Provider, declaration.Consumer, new TopicFilter(text), declaration.NotBefore, declaration.Expiry)
            : null;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Provider} opened a topic to {Consumer} by declaration {Declaration}")]
    private static partial void LogOpened(ILogger logger, Address provider, Address consumer, Hash256 declaration);
}
