using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nethereum.Web3;
using Platone.AccessLayer.Access;
using Platone.AccessLayer.Ingest;
using Platone.Contracts.Access;
using Platone.Contracts.Following;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Storage;

namespace Platone.AccessLayer.Chain;

/// <summary>
/// Takes in what happens on the chain: effects and cursor in one commit, then the brokers' rules, then the announcements. A
/// revocation reaches the brokers before the commit, so that nothing can be slower than it.
/// </summary>
public sealed partial class ChainReader(
    EventFollower follower, RegistryReader registry, ChainStore chain, BatchStore batches, RuleFeed rules, Outlet outlet, AccessLayerOptions options,
    IWeb3 web3, TimeProvider time, ILogger<ChainReader> logger) : BackgroundService
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                var position = chain.Position() ?? await EventFollower.PositionOfAsync(web3, options.Contracts.FromBlock);
                await foreach (var segment in follower.FollowAsync(position, stoppingToken)) await TakeInAsync(segment, stoppingToken);
            }
            catch (Exception e) when (e is not (ChainReorganisedException or ForeignBatchException) && !stoppingToken.IsCancellationRequested)
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
        var declarations = new List<Declaration>(events.Declarations.Count);
        foreach (var id in events.Declarations) declarations.Add(Stored(await registry.DeclarationAsync(id)));

        var own = events.Certified.Where(batch => batch.Certifier == options.Operator.Address).ToList();
        foreach (var batch in own) RefuseForeign(batch);

        var changes = new ChainChanges(
            segment.Head, [.. own.Select(batch => (batch.Number, new ChainPosition(batch.BlockNumber, batch.BlockHash)))], declarations, events.Providers);
        rules.Withdraw(changes);
        await chain.ApplyAsync(changes, cancellationToken);
        rules.Apply(changes, segment.HeadTime);
        foreach (var batch in own) await AnnounceAsync(batch, cancellationToken);
    }

    /// <summary>A batch under this wallet that this store did not close: somebody else has the key, and nothing here can be trusted to go on.</summary>
    private void RefuseForeign(CertifiedBatch batch)
    {
        if (batches.Find(batch.Number) is { } known && known.Record.Hash() == batch.Record) return;

        throw new ForeignBatchException(batch);
    }

    private async Task AnnounceAsync(CertifiedBatch certified, CancellationToken cancellationToken)
    {
        var batch = batches.Find(certified.Number)!;
        LogCertified(logger, certified.Number, batch.Record.Count, certified.BlockNumber);
        foreach (var provider in batch.Index.GroupBy(entry => entry.Provider))
        {
            var message = new CertifiedMessage(
                certified.Number, certified.Certifier.ToString(), batch.Record.Root.ToString(), certified.Record.ToString(), batch.Record.Count,
                provider.Sum(entry => (int)entry.Count), batch.Transaction.ToString(), certified.BlockNumber, certified.BlockHash.ToString());
            await outlet.PublishAsync(Topics.Certified(provider.Key), message, cancellationToken);
        }
    }

    private static Declaration Stored(RegistryDeclaration found) => new(
        found.Id, found.Provider, found.Consumer, found.Topic, (Means)found.Means, (Purpose)found.Purpose, found.NotBefore, found.Expiry,
        (DeclarationStatus)found.Status, found.RequestedAt, found.DecidedAt == 0 ? null : found.DecidedAt, found.RevokedAt == 0 ? null : found.RevokedAt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The chain is read again from the last position: {Reason}")]
    private static partial void LogNodeFailed(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Batch {Number} of {Count} readings is on the chain in block {Block}")]
    private static partial void LogCertified(ILogger logger, ulong number, uint count, ulong block);
}

/// <summary>Somebody else certifies under this store's wallet.</summary>
public sealed class ForeignBatchException(CertifiedBatch batch) : Exception(
    $"The chain has batch {batch.Number} of {batch.Certifier} with record {batch.Record}, which this store did not close: another process uses the operator's key, or the store is not the one of this chain.");
