using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platone.AccessLayer.Certification;
using Platone.Messaging;
using Platone.Policies;
using Platone.Protocol;
using Platone.Storage;

namespace Platone.AccessLayer.Access;

/// <summary>
/// Puts what was delivered by each declaration into the store, and makes records of it when an hour is over, which are certified like readings: both
/// sides can see, and verify, what was used.
/// </summary>
public sealed partial class UsageRecorder(
    UsageInbox inbox, UsageStore usage, UncertifiedGauges gauges, TimeProvider time, ILogger<UsageRecorder> logger) : BackgroundService
{
    private const int AtOnce = 10_000;

    private static readonly TimeSpan StoresEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecordsEvery = TimeSpan.FromSeconds(10);

    private readonly List<(UsageCount Count, Means Means)> _unstored = [];
    private long? _recorded;

    /// <summary>Stores what was told last.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(() => StoreAsync(cancellationToken), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(StoresEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync(() => StoreAsync(stoppingToken), stoppingToken);
            if (_recorded is { } before && time.GetElapsedTime(before) < RecordsEvery) continue;

            await TryAsync(() => RecordAsync(stoppingToken), stoppingToken);
            _recorded = time.GetTimestamp();
        }
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        do
        {
            _unstored.AddRange(inbox.Take(AtOnce - _unstored.Count));
            if (_unstored.Count == 0) return;

            await usage.CountAsync(_unstored, cancellationToken);
            _unstored.Clear();
        }
        while (true);
    }

    private async Task RecordAsync(CancellationToken cancellationToken)
    {
        inbox.ForgetBefore(time.GetUtcNow().ToUnixTimeSeconds() - (2 * UsageCount.HourSeconds));
        while (await usage.RecordAsync(time.GetUtcNow(), cancellationToken) is > 0 and var made)
        {
            gauges.Live.Add(made);
            LogRecorded(logger, made);
        }
    }

    private async Task TryAsync(Func<Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (e is DbException && !cancellationToken.IsCancellationRequested)
        {
            // The store is busy or has no room: what was told is kept, and brokers keep the rest.
            LogNotStored(logger, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Usage could not be stored, tried again soon: {Reason}")]
    private static partial void LogNotStored(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Made {Count} records of usage")]
    private static partial void LogRecorded(ILogger logger, int count);
}
