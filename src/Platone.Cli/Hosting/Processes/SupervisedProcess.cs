using Microsoft.Extensions.Logging;

namespace Platone.Cli.Hosting.Processes;

/// <summary>
/// A child that is started again when it ends by itself, after a pause that grows while it goes on ending. One that ends again and again
/// is given up: what is wrong with it will not mend itself.
/// </summary>
sealed partial class SupervisedProcess : IAsyncDisposable
{
    /// <summary>So many ends within <see cref="Window"/> are too many.</summary>
    private const int TooOften = 5;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly string _name;
    private readonly Func<CancellationToken, Task<ChildProcess>> _start;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Queue<long> _ends = new();
    private ChildProcess? _running;

    private SupervisedProcess(ChildProcess first, Func<CancellationToken, Task<ChildProcess>> start, TimeProvider time, ILogger logger)
    {
        (_name, _running, _start, _time, _logger) = (first.Name, first, start, time, logger);
        GivenUp = KeepAsync(_stopping.Token);
    }

    /// <summary>Ends when the program is given up; the text says why.</summary>
    public Task<string> GivenUp { get; }

    /// <param name="start">Starts the program and returns when it is ready: each time on the same port and with the same data.</param>
    /// <exception cref="ChildProcessException">The first start failed: that is not tried again.</exception>
    public static async Task<SupervisedProcess> StartAsync(
        Func<CancellationToken, Task<ChildProcess>> start, TimeProvider time, ILogger<SupervisedProcess> logger, CancellationToken cancellationToken) =>
        new(await start(cancellationToken), start, time, logger);

    /// <summary>Lets the program read its files again; one that is just being started does so anyway.</summary>
    public void Reload() => _running?.Reload();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await ((Task)GivenUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_running is not null) await _running.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task<string> KeepAsync(CancellationToken cancellationToken)
    {
        var reason = await EndedAsync(cancellationToken);
        while (CountEnd() < TooOften)
        {
            var pause = FirstPause * Math.Pow(2, _ends.Count - 1);
            LogEnded(_logger, _name, pause.TotalSeconds, reason);
            await Task.Delay(pause, _time, cancellationToken);
            reason = await TryStartAsync(cancellationToken) ?? await EndedAsync(cancellationToken);
        }

        return $"{_name} ended {TooOften} times within {Window.TotalSeconds:F0} s; its last words:{Environment.NewLine}{reason}";
    }

    /// <summary>Waits until the program ends, and returns its last words.</summary>
    private async Task<string> EndedAsync(CancellationToken cancellationToken)
    {
        var ended = _running!;
        await ended.Exited.WaitAsync(cancellationToken);
        _running = null;
        await ended.DisposeAsync();
        return ended.LastOutput;
    }

    /// <summary>Null: it runs again. Otherwise why not.</summary>
    private async Task<string?> TryStartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _running = await _start(cancellationToken);
            LogStartedAgain(_logger, _name);
            return null;
        }
        catch (Exception e) when (e is ChildProcessException or IOException)
        {
            return e.Message;
        }
    }

    /// <summary>How many ends there were of late, with the one just now.</summary>
    private int CountEnd()
    {
        _ends.Enqueue(_time.GetTimestamp());
        while (_time.GetElapsedTime(_ends.Peek()) > Window) _ends.Dequeue();
        return _ends.Count;
    }

    // An error, although it is mended: those go to standard error too.
    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} ended and is started again in {Seconds} s; its last words: {Reason}")]
    private static partial void LogEnded(ILogger logger, string name, double seconds, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name} runs again")]
    private static partial void LogStartedAgain(ILogger logger, string name);
}
