using System.Net.Sockets;
using Platone.Policies;

namespace Platone.MosquittoPlugin;

/// <summary>
/// The thread that follows the access layer's feed: connects, takes the snapshot and then deltas, and comes back after anything that went
/// wrong, forever. The rule table keeps what it has meanwhile and grows stale by itself.
/// </summary>
sealed class PolicyFeed : IDisposable
{
    private const int ChunkBytes = 64 * 1024;
    private static readonly TimeSpan ShortestBackOff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(2);

    private readonly string _socketPath;
    private readonly RuleTable _rules;
    private readonly TimeProvider _time;
    private readonly LogQueue _log;
    private readonly Action _rulesChanged;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Lock _socketLock = new();
    private Socket? _socket;
    private string? _lastProblem;

    /// <param name="socketPath">Unix stream socket.</param>
    /// <param name="rules">The table to keep; this thread is its one writer.</param>
    /// <param name="time">Stamps head advances.</param>
    /// <param name="log">For the broker's log.</param>
    /// <param name="rulesChanged">Called after each change that is worth keeping on disk.</param>
    public PolicyFeed(string socketPath, RuleTable rules, TimeProvider time, LogQueue log, Action rulesChanged)
    {
        (_socketPath, _rules, _time, _log, _rulesChanged) = (socketPath, rules, time, log, rulesChanged);
        _thread = new(Run) { IsBackground = true, Name = "policy-feed" };
    }

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _stopping.Set();
        lock (_socketLock)
            _socket?.Dispose();
        if (_thread.IsAlive) _thread.Join(TimeSpan.FromSeconds(2));
    }

    private void Run()
    {
        var backOff = ShortestBackOff;
        while (!_stopping.IsSet)
        {
            var started = _time.GetTimestamp();
            try
            {
                Follow();
            }
            catch (Exception problem)
            {
                // Whatever it was: an exception that left this thread would end the broker, and coming back is the answer to all of them.
                Report(problem.Message);
            }

            if (_time.GetElapsedTime(started) > LongestBackOff) backOff = ShortestBackOff;
            _stopping.Wait(backOff);
            backOff = TimeSpan.FromMilliseconds(Math.Min(2 * backOff.TotalMilliseconds, LongestBackOff.TotalMilliseconds));
        }
    }

    /// <summary>One connection, until it ends or a gap asks for a new snapshot.</summary>
    private void Follow()
    {
        using var socket = Connect();
        var reader = new FeedReader();
        var state = new FeedState(_rules);
        var chunk = new byte[ChunkBytes];
        while (true)
        {
            var count = socket.Receive(chunk);
            if (count == 0) throw new IOException("the access layer closed the connection");

            reader.Push(chunk.AsSpan(0, count));
            while (reader.TryRead(out var message))
            {
                var result = state.Apply(message, RuleClock.MonotonicNow(_time));
                if (result == FeedResult.Gap) throw new FeedException($"gap after change {state.Sequence}, asking for a new snapshot");
                if (result == FeedResult.SnapshotApplied) ReportSnapshot(state.Sequence);
                if (result is FeedResult.SnapshotApplied or FeedResult.ChangeApplied) _rulesChanged();
            }
        }
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        lock (_socketLock)
        {
            _socket = socket;
            if (_stopping.IsSet) socket.Dispose();
        }

        socket.Connect(new UnixDomainSocketEndPoint(_socketPath));
        return socket;
    }

    private void ReportSnapshot(long sequence)
    {
        _lastProblem = null;
        _log.Add(BrokerLogLevel.Notice, $"feed connected: snapshot {sequence} applied");
    }

    /// <summary>Says each problem once, however often it comes back.</summary>
    private void Report(string problem)
    {
        if (_stopping.IsSet || problem == _lastProblem) return;

        _lastProblem = problem;
        _log.Add(BrokerLogLevel.Warning, $"feed on {_socketPath} lost: {problem}");
    }
}
