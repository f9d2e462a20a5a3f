using Microsoft.Extensions.Logging;

namespace Platone.Cli.Hosting.Processes;

/// <summary>Saves the embedded chain's state again and again: what a kill of the node can lose is what came after the last time.</summary>
sealed partial class ChainStateKeeper : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(2);

    /// <summary>The state grows by 1.8 kB a block, 150 MB a day: saving may take a twentieth of the time and no more.</summary>
    private const int PausePerEffort = 20;

    private readonly ChainState _state;
    private readonly Uri _node;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _keeping;

    public ChainStateKeeper(ChainState state, Uri node, TimeProvider time, ILogger<ChainStateKeeper> logger)
    {
        (_state, _node, _time, _logger) = (state, node, time, logger);
        _keeping = KeepAsync(_stopping.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        var pause = ShortestPause;
        while (true)
        {
            await Task.Delay(pause, _time, cancellationToken);
            var start = _time.GetTimestamp();
            try
            {
                await _state.SaveAsync(_node, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The node is being started again, or the disk is full: the copy that is kept stays.
                LogNotSaved(_logger, e.Message);
            }

            var effort = _time.GetElapsedTime(start) * PausePerEffort;
            pause = effort > ShortestPause ? effort : ShortestPause;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The chain's state could not be saved: {Reason}")]
    private static partial void LogNotSaved(ILogger logger, string reason);
}
