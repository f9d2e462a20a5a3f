using Platone.Policies;

namespace Platone.MosquittoPlugin;

/// <summary>The thread that writes the rules to disk when they changed, at most once a second, so that neither feed nor broker waits for the disk.</summary>
sealed class SnapshotKeeper : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SnapshotFile _file;
    private readonly RuleTable _rules;
    private readonly LogQueue _log;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _wake = new();
    private readonly ManualResetEventSlim _stopping = new();
    private volatile bool _changed;
    private string? _lastProblem;

    public SnapshotKeeper(SnapshotFile file, RuleTable rules, LogQueue log)
    {
        (_file, _rules, _log) = (file, rules, log);
        _thread = new(Run) { IsBackground = true, Name = "policy-snapshot" };
    }

    public void NoteChange()
    {
        _changed = true;
        _wake.Set();
    }

    /// <summary>Loads what is there, so that the broker serves providers before any feed.</summary>
    public void Start()
    {
        try
        {
            if (_file.Read() is { } snapshot)
            {
                _rules.Load(snapshot);
                _log.Add(
                    BrokerLogLevel.Notice,
                    $"rules of block {snapshot.Head.Block} loaded from disk: {snapshot.Grants.Count} grants, {snapshot.Providers.Count} providers");
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or FeedException)
        {
            _log.Add(BrokerLogLevel.Error, $"snapshot not loaded, everything is denied until the feed comes: {problem.Message}");
        }

        _thread.Start();
    }

    public void Dispose()
    {
        _stopping.Set();
        _wake.Set();
        if (_thread.IsAlive) _thread.Join(TimeSpan.FromSeconds(5));
    }

    private void Run()
    {
        while (!_stopping.IsSet)
        {
            _wake.Wait();
            _wake.Reset();
            WriteIfChanged();
            _stopping.Wait(Pause);
        }

        WriteIfChanged();
    }

    private void WriteIfChanged()
    {
        if (!_changed) return;

        _changed = false;
        try
        {
            if (_rules.Capture(sequence: 0) is { } snapshot) _file.Write(snapshot);
            _lastProblem = null;
        }
        catch (Exception problem) // whatever it was: an exception that left this thread would end the broker
        {
            if (problem.Message != _lastProblem) _log.Add(BrokerLogLevel.Error, $"snapshot not written, trying again: {problem.Message}");
            _lastProblem = problem.Message;
            NoteChange();
        }
    }
}
