using System.Buffers;
using System.Net.Sockets;
using Platone.Policies;

namespace Platone.MosquittoPlugin;

/// <summary>
/// The thread that follows the access layer's feed: connects, takes the snapshot and then deltas, tells what was delivered, and comes back after
/// anything that went wrong, forever. The rule table keeps what it has meanwhile and grows stale by itself.
/// </summary>
sealed class PolicyFeed : IDisposable
{
    private const int ChunkBytes = 64 * 1024;
    private const int SendMilliseconds = 1000;

    /// <summary>What was delivered is told so often; a broker that is killed forgets as much.</summary>
    private static readonly TimeSpan TellsUsage = TimeSpan.FromSeconds(5);

    /// <summary>Rows a time, so that rules never wait long for usage.</summary>
    private const int MostRowsAtOnce = 10_000;

    /// <summary>
    /// Of those, so many are taken and sent in one piece: the broker's thread never waits long for the meter, and no piece is a large object, of which a
    /// few make the runtime stop the broker and mark all the rules.
    /// </summary>
    private const int RowsInPiece = 250;

    /// <summary>Hours that are kept, in case that the access layer has to be told them again.</summary>
    private const long HoursKept = 2;

    private static readonly TimeSpan LooksForStop = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestBackOff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(2);

    private readonly string _socketPath;
    private readonly RuleTable _rules;
    private readonly UsageMeter _usage;
    private readonly TimeProvider _time;
    private readonly LogQueue _log;
    private readonly Action _rulesChanged;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Lock _socketLock = new();
    private readonly ArrayBufferWriter<byte> _lines = new();
    private Socket? _socket;
    private string? _lastProblem;
    private long _usageTold;
    private long _hour;

    /// <param name="socketPath">Unix stream socket.</param>
    /// <param name="rules">The table to keep; this thread is its one writer.</param>
    /// <param name="usage">What was delivered, to be told.</param>
    /// <param name="time">Stamps head advances.</param>
    /// <param name="log">For the broker's log.</param>
    /// <param name="rulesChanged">Called after each change that is worth keeping on disk.</param>
    public PolicyFeed(string socketPath, RuleTable rules, UsageMeter usage, TimeProvider time, LogQueue log, Action rulesChanged)
    {
        (_socketPath, _rules, _usage, _time, _log, _rulesChanged) = (socketPath, rules, usage, time, log, rulesChanged);
        _thread = new(Run) { IsBackground = true, Name = "policy-feed" };
    }

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _stopping.Set();
        // The last usage goes out first; whatever holds that up then ends with the socket.
        if (!_thread.IsAlive || _thread.Join(TimeSpan.FromSeconds(2))) return;

        lock (_socketLock)
            _socket?.Dispose();
        _thread.Join(TimeSpan.FromSeconds(2));
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
        _usage.TakeAgain();
        while (true)
        {
            if (_stopping.IsSet || _time.GetElapsedTime(_usageTold) > TellsUsage) TellUsage(socket);
            if (_stopping.IsSet) return;
            if (!socket.Poll(LooksForStop, SelectMode.SelectRead)) continue;

            var count = socket.Receive(chunk);
            if (count == 0)
            {
                TellUsage(socket);
                throw new IOException("the access layer closed the connection");
            }

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

    private void TellUsage(Socket socket)
    {
        _usageTold = _time.GetTimestamp();
        for (var told = 0; told < MostRowsAtOnce; told += RowsInPiece)
        {
            _lines.ResetWrittenCount();
            var piece = _usage.TakeChanged(RowsInPiece);
            foreach (var count in piece) count.WriteLine(_lines);
            if (_lines.WrittenCount > 0) socket.Send(_lines.WrittenSpan);
            if (piece.Count < RowsInPiece) break;
        }

        var hour = _time.GetUtcNow().ToUnixTimeSeconds() / UsageCount.HourSeconds;
        if (hour == _hour) return;

        _hour = hour;
        _usage.ForgetBefore((hour - HoursKept) * UsageCount.HourSeconds);
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendTimeout = SendMilliseconds };
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
