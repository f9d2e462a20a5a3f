using System.Collections.Concurrent;
using System.Diagnostics;

namespace Platone.Cli.Hosting.Processes;

/// <summary>
/// A program that lives and dies with this one. Its pid is recorded while it runs, so that the next start can end it where this one
/// was killed; of its output the last lines are kept for the error that it may leave behind.
/// </summary>
sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly PidFile _pidFile;
    private readonly LogFile _log;
    private readonly ConcurrentQueue<string> _lastLines = new();

    private ChildProcess(string name, Process process, PidFile pidFile, LogFile log)
    {
        Name = name;
        _process = process;
        _pidFile = pidFile;
        _log = log;
    }

    public string Name { get; }

    public int Id => _process.Id;

    /// <summary>Ends when the program does, wanted or not.</summary>
    public Task Exited => _process.WaitForExitAsync();

    public string LastOutput => string.Join(Environment.NewLine, _lastLines);

    /// <param name="pidFile">Where it is recorded, as <see cref="PidFile"/> does.</param>
    /// <param name="logFile">Takes all that the program prints.</param>
    public static ChildProcess Start(string name, string file, IReadOnlyList<string> arguments, string pidFile, string logFile)
    {
        var pid = new PidFile(pidFile);
        pid.EndLeftover();
        var log = new LogFile(logFile);
        pid.Announce(file, arguments);
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        // Neither broker nor chain needs the operator's secrets.
        start.Environment.Remove("PLATONE_KEY");
        start.Environment.Remove("PLATONE_PASSWORD");
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        try
        {
            pid.Record(process);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var child = new ChildProcess(name, process, pid, log);
        child.Keep();
        process.StandardInput.Close();
        return child;
    }

    /// <summary>Ends what an earlier run, killed itself, left running under this record.</summary>
    public static void EndLeftover(string pidFile) => new PidFile(pidFile).EndLeftover();

    /// <summary>Waits until the program is ready.</summary>
    /// <exception cref="ChildProcessException">It ended before, or was not ready in time.</exception>
    public async Task WaitUntilAsync(Func<Task<bool>> isReady, TimeSpan patience, CancellationToken cancellationToken)
    {
        var deadline = Stopwatch.StartNew();
        while (!await isReady())
        {
            if (_process.HasExited)
                throw new ChildProcessException($"{Name} ended with code {_process.ExitCode} while starting.{Environment.NewLine}{LastOutput}");
            if (deadline.Elapsed > patience)
                throw new ChildProcessException($"{Name} was not ready after {patience.TotalSeconds:F0} s.{Environment.NewLine}{LastOutput}");

            await Task.Delay(25, cancellationToken);
        }
    }

    /// <summary>Asks the program to read its files again (SIGHUP).</summary>
    public void Reload()
    {
        if (!_process.HasExited) Signals.Reload(_process);
    }

    /// <summary>Asks the program to end (SIGTERM: it saves its state), and kills it where it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signals.Terminate(_process);
            using var patience = new CancellationTokenSource(Patience);
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _pidFile.Forget();
        _process.Dispose();
        _log.Dispose();
    }

    private void Keep()
    {
        void Line(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is not { } line) return;

            _log.WriteLine(line);
            _lastLines.Enqueue(line);
            while (_lastLines.Count > KeptLines) _lastLines.TryDequeue(out _);
        }

        _process.OutputDataReceived += Line;
        _process.ErrorDataReceived += Line;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }
}

/// <summary>A child process did not do what it was started for.</summary>
public sealed class ChildProcessException(string message) : Exception(message);
