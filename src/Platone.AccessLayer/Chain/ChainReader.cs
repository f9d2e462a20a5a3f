using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nethereum.Web3;
using Platone.AccessLayer.Access;
using Platone.AccessLayer.Ingest;
using Platone.Contracts.Access;
using Platone.Contracts.Following;
using Platone.Contracts.Sending;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Storage;

namespace Platone.AccessLayer.Chain;

/// <summary>
/// Takes in what happens on the chain: effects and cursor in one commit, then the brokers' rules, then the announcements. A
/// revocation reaches the brokers before the commit, so that nothing can be slower than it. Where the chain takes blocks back, the store
/// goes back with it, in one commit too, and on from there.
/// </summary>
public sealed partial class ChainReader(
    EventFollower follower, RegistryReader registry, ChainStore chain, BatchStore batches, DeclarationStore declarations, RestorationStore restoration,
    RuleFeed rules, AccessNotices notices, Outlet outlet, AccessLayerOptions options, IWeb3 web3, TimeProvider time, ILogger<ChainReader> logger)
    : BackgroundService
{
    /// <summary>How many declarations the node is asked about at once.</summary>
    private const int AskedAtOnce = 16;

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                if (chain.Position() is null) await chain.StartAtAsync(await EventFollower.PositionOfAsync(web3, options.Contracts.FromBlock), stoppingToken);
                await foreach (var step in follower.FollowAsync(chain, stoppingToken))
                {
                    if (step is ChainReorganised reorganised) await GoBackAsync(reorganised, stoppingToken);
                    else await TakeInAsync((ChainSegment)step, stoppingToken);
                    await EndRestorationAsync(stoppingToken);
                }
            }
            catch (Exception e) when (e is not (ForeignChainException or ForeignBatchException) && !stoppingToken.IsCancellationRequested)
            {
                // Nothing was taken in; meanwhile no beats go out, and the brokers deny what they must when the rules grow stale.
                LogNodeFailed(logger, e.InnerException?.Message ?? e.Message);
                await Task.Delay(TryAgainAfter, time, stoppingToken);
            }
        }
    }

    private async Task TakeInAsync(ChainSegment segment, CancellationToken cancellationToken)
    {
        var events = registry.Decode(segment.Logs);
        var ended = events.RevokedAll.SelectMany(all => declarations.Accepted(all.Provider, all.Consumer)).ToList();
        // Before the chain is asked about each: there may be many, and all were accepted before.
        rules.Withdraw(ended);
        var (current, readAt) = await AskAsync([.. events.Declarations.Union(ended)]);
        var own = events.Certified.Where(batch => batch.Certifier == options.Operator.Address).ToList();
        foreach (var batch in own) await KnowAsync(batch, cancellationToken);

        var changes = new ChainChanges(
            segment.Head, [.. own.Select(batch => (batch.Number, batch.Block))], [.. current.Values.OfType<Declaration>()], events.Providers, events.Devices,
            Math.Max(readAt, segment.Head.Number));
        rules.Withdraw(changes);
        await chain.ApplyAsync(changes, cancellationToken);
        rules.Apply(changes, segment.HeadTime);
        notices.Tell(changes.Declarations.Select(declaration => declaration.Id), segment.Head.Number);
        foreach (var batch in own) await AnnounceAsync(batch, cancellationToken);
    }

    private async Task EndRestorationAsync(CancellationToken cancellationToken)
    {
        if (!restoration.IsCatchingUp() || chain.Position()!.Value.Number < (await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync()).Value) return;

        await restoration.EndAsync(cancellationToken);
        LogCaughtUp(logger);
    }

    private async Task GoBackAsync(ChainReorganised step, CancellationToken cancellationToken)
    {
        LogReorganised(logger, step.Depth, step.Lost.Number, step.Lost.Hash, step.Ancestor.Number);
        var (current, readAt) = await AskAsync(declarations.ReadBehind(step.Ancestor.Number));
        var retreat = new ChainRetreat(
            step.Ancestor, [.. current.Values.OfType<Declaration>()], [.. current.Where(pair => pair.Value is null).Select(pair => pair.Key)], readAt);
        var before = chain.Providers();
        rules.Withdraw(retreat);
        await chain.RollBackAsync(retreat, cancellationToken);
        var after = chain.Providers();
        var providers = before.Except(after).Select(wallet => (wallet, false)).Concat(after.Except(before).Select(wallet => (wallet, true)));
        rules.GoBack(retreat, step.Lost.Number, providers, time.GetUtcNow().ToUnixTimeSeconds());
        notices.Tell(retreat.Declarations.Select(declaration => declaration.Id), step.Ancestor.Number);
    }

    /// <summary>Declarations as the chain has them now, null those that it does not have, and the block by which that was asked at the latest.</summary>
    private async Task<(Dictionary<Hash256, Declaration?> Declarations, ulong ReadAt)> AskAsync(IReadOnlyList<Hash256> ids)
    {
        var found = new Dictionary<Hash256, Declaration?>();
        if (ids.Count == 0) return (found, 0);

        foreach (var some in ids.Chunk(AskedAtOnce))
        {
            var answers = await Task.WhenAll(some.Select(registry.DeclarationAsync));
            foreach (var (id, answer) in some.Zip(answers)) found[id] = answer is null ? null : Stored(answer);
        }

        return (found, (ulong)(await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync()).Value);
    }

    /// <summary>
    /// A batch under this wallet that this store did not close: somebody else has the key, and nothing here can be trusted to go on. Unless
    /// the store came out of a backup and is catching up: then the store that was lost closed it.
    /// </summary>
    private async Task KnowAsync(CertifiedBatch batch, CancellationToken cancellationToken)
    {
        if (batches.Find(batch.Number) is { } known)
        {
            if (known.Record.Hash() == batch.Record) return;
        }
        else if (restoration.IsCatchingUp() && batch.Batch.Hash() == batch.Record)
        {
            LogTakenOver(logger, batch.Number, batch.Batch.Count);
            var certified = new NewCall(batch.Certifier, $"certify batch {batch.Number} (before the restoration)", options.Contracts.DataCertification, [], 0);
            await restoration.TakeOverAsync(batch.Batch, batch.Block, certified, cancellationToken);
            return;
        }

        throw new ForeignBatchException(batch);
    }

    private async Task AnnounceAsync(CertifiedBatch certified, CancellationToken cancellationToken)
    {
        var batch = batches.Find(certified.Number)!;
        LogCertified(logger, certified.Number, batch.Record.Count, certified.Block.Number);
        foreach (var provider in batch.Index.GroupBy(entry => entry.Provider))
        {
            var message = new CertifiedMessage(
                certified.Number, certified.Certifier.ToString(), batch.Record.Root.ToString(), certified.Record.ToString(), batch.Record.Count,
                provider.Sum(entry => (int)entry.Count), certified.Transaction.ToString(), certified.Block.Number, certified.Block.Hash.ToString());
            await outlet.PublishAsync(Topics.Certified(provider.Key), message, cancellationToken);
        }
    }

    private static Declaration Stored(RegistryDeclaration found) => new(
        found.Id, found.Provider, found.Consumer, found.Topic, (Means)found.Means, (Purpose)found.Purpose, found.NotBefore, found.Expiry,
        (DeclarationStatus)found.Status, found.RequestedAt, found.DecidedAt == 0 ? null : found.DecidedAt, found.RevokedAt == 0 ? null : found.RevokedAt);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The chain took {Depth} blocks back: it no longer has block {Lost} ({Hash}); the store goes back to block {Ancestor}")]
    private static partial void LogReorganised(ILogger logger, ulong depth, ulong lost, Hash256 hash, ulong ancestor);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Batch {Number} of {Count} readings was closed after the backup: its readings are not in this store")]
    private static partial void LogTakenOver(ILogger logger, ulong number, uint count);

    [LoggerMessage(Level = LogLevel.Information, Message = "The restored store has caught up with the chain; certification goes on")]
    private static partial void LogCaughtUp(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The chain is read again from the last position: {Reason}")]
    private static partial void LogNodeFailed(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Batch {Number} of {Count} readings is on the chain in block {Block}")]
    private static partial void LogCertified(ILogger logger, ulong number, uint count, ulong block);
}

/// <summary>Somebody else certifies under this store's wallet.</summary>
public sealed class ForeignBatchException(CertifiedBatch batch) : Exception(
    $"The chain has batch {batch.Number} of {batch.Certifier} with record {batch.Record}, which this store did not close: "
    + "another process uses the operator's key, or the store is not the one of this chain.");
