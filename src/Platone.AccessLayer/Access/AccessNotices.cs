using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platone.AccessLayer.Ingest;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Storage;

namespace Platone.AccessLayer.Access;

/// <summary>
/// Tells both parties of a declaration what became of it, so that a client whose topic falls silent knows why. Behind the brokers' rules and beside the
/// reading of the chain: one transaction may end thousands, and no revocation waits for a notice.
/// </summary>
public sealed partial class AccessNotices(DeclarationStore declarations, Outlet outlet, ILogger<AccessNotices> logger) : BackgroundService
{
    /// <summary>Where more wait, the oldest are not told: the status can be asked for.</summary>
    private const int MostWaiting = 65_536;

    private readonly Channel<(Hash256 Declaration, ulong Block)> _waiting = Channel.CreateBounded<(Hash256 Declaration, ulong Block)>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
        dropped => LogNotTold(logger, dropped.Declaration));

    /// <param name="block">Up to which the chain was read.</param>
    public void Tell(IEnumerable<Hash256> changed, ulong block)
    {
        foreach (var id in changed) _waiting.Writer.TryWrite((id, block));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (id, block) in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                // What a reorganisation took away has no parties left to tell.
                if (declarations.Find(id) is { } declaration) await TellAsync(declaration, block, stoppingToken);
            }
            catch (DbException e)
            {
                // A notice that is not told is no reason to end; the status can be asked for.
                LogNotRead(logger, id, e.Message);
            }
        }
    }

    private async Task TellAsync(Declaration declaration, ulong block, CancellationToken cancellationToken)
    {
        // As the chain has it: its clock may be a little before ours.
        var message = new AccessMessage(
            declaration.Id.ToString(), declaration.Status.ToString(), declaration.Provider.ToString(), declaration.Consumer.ToString(),
            declaration.Topic.ToString(), declaration.Filter, block);
        await outlet.PublishAsync(Topics.Access(declaration.Consumer), message, cancellationToken);
        await outlet.PublishAsync(Topics.Access(declaration.Provider), message, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The parties of declaration {Declaration} are not told, because it cannot be read: {Reason}")]
    private static partial void LogNotRead(ILogger logger, Hash256 declaration, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Too many notices wait: the parties of declaration {Declaration} are not told")]
    private static partial void LogNotTold(ILogger logger, Hash256 declaration);
}
