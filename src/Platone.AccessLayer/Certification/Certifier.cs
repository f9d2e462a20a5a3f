using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platone.Certification;
using Platone.Contracts.Certification;
using Platone.Contracts.Sending;
using Platone.Cryptography;
using Platone.Storage;

namespace Platone.AccessLayer.Certification;

/// <summary>
/// Closes a batch by size or by time, and puts it into the store together with the call that certifies it. The chain is not needed for
/// that; what it makes of the call comes back through the follower.
/// </summary>
public sealed partial class Certifier(
    BatchStore batches, RestorationStore restoration, UncertifiedGauges gauges, AccessLayerOptions options, TimeProvider time,
    ILogger<Certifier> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                // An archive by the million does not keep what devices send waiting, nor mark it late.
                await CloseAllAsync(gauges.Live, late: false, stoppingToken);
                await CloseAllAsync(gauges.Late, late: true, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Readings wait in the store: it has no room, or is busy.
                LogNotClosed(logger, e.InnerException?.Message ?? e.Message);
                await Task.Delay(TryAgainAfter, time, stoppingToken);
            }
        }
    }

    private async Task CloseAllAsync(UncertifiedGauge gauge, bool late, CancellationToken cancellationToken)
    {
        while (gauge.IsDue(options.BatchSize, options.BatchPeriod) && !restoration.IsCatchingUp() && await CloseAsync(gauge, late, cancellationToken))
        {
            // Between two batches of an archive, too, what is live goes first.
            if (late && gauges.Live.IsDue(options.BatchSize, options.BatchPeriod)) return;
        }
    }

    /// <summary>Closes one batch of what waits; false where nothing does.</summary>
    private async Task<bool> CloseAsync(UncertifiedGauge gauge, bool late, CancellationToken cancellationToken)
    {
        var lookedAt = time.GetTimestamp();
        // Tombstones go with what is live.
        var others = late ? [] : batches.UncertifiedRecords(options.BatchSize);
        var waiting = batches.Uncertified(options.BatchSize - others.Count, late);
        if (waiting.Count + others.Count == 0) return false;

        CertifiedRecord[] records = [.. StoredReading.ToRecords([.. waiting.Select(item => item.Reading)]), .. others.Select(item => item.Record)];
        PlacedReading[] placed =
        [
            .. waiting.Select(item => new PlacedReading(item.Reading.Id, item.Reading.TimeMicros)),
            .. others.Select(item => new PlacedReading(item.Id, item.TimeMicros, IsRecord: true)),
        ];
        records.AsSpan().Sort(placed.AsSpan(), CertifiedRecord.CompareByPosition);

        var now = time.GetUtcNow();
        var flags = late || waiting.Any(item => item.CertifyBy < now.ToUnixTimeSeconds()) ? BatchFlags.Late : BatchFlags.None;
        var last = batches.Last();
        var batch = ClosedBatch.Close(
            records, last?.Hash() ?? Hash256.Zero, options.Operator.Address, (last?.Number ?? 0) + 1,
            placed.Min(item => item.TimeMicros), placed.Max(item => item.TimeMicros), now.ToUnixTimeMilliseconds() * 1000, flags);

        var certify = new NewCall(
            options.Operator.Address, $"certify batch {batch.Record.Number}", options.Contracts.DataCertification, CertifyCall.Encode(batch.Record),
            CertifyCall.GasLimit);
        await batches.CloseAsync(batch, placed, certify, cancellationToken);
        gauge.Remove(placed.Length, lookedAt);
        LogClosed(logger, batch.Record.Number, batch.Record.Count, batch.Record.Root);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No batch could be closed, tried again soon: {Reason}")]
    private static partial void LogNotClosed(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Closed batch {Number} of {Count} records with root {Root}")]
    private static partial void LogClosed(ILogger logger, ulong number, uint count, Hash256 root);
}
