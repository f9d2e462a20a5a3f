using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Platone.Policies;

namespace Platone.Messaging;

/// <summary>
/// Serves the rule feed on a Unix socket: each broker that connects gets a snapshot, then every change with its number. The socket
/// is its owner's only (mode 0600), because the snapshot holds the broker key.
/// </summary>
public sealed partial class PolicyFeedServer : IAsyncDisposable
{
    /// <summary>A broker that is so many lines behind is cut off; it comes back and gets a snapshot.</summary>
    private const int MaxBacklog = 100_000;

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>A broker that is told goodbye has so long to say what it delivered last.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly UsageInbox _usage;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _changing = new();
    private readonly HashSet<Channel<string>> _brokers = [];
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stopping = new();
    private Task _accepting = Task.CompletedTask;
    private long _sequence;
    private int _disposed;

    /// <param name="usage">Where what brokers tell of deliveries goes.</param>
    public PolicyFeedServer(string path, RuleSnapshot rules, UsageInbox usage, TimeProvider time, ILogger logger)
    {
        _path = path;
        _usage = usage;
        _time = time;
        _logger = logger;
        _sequence = rules.Sequence;
        Rules.Load(rules);
    }

    /// <summary>The table behind the feed, for a broker in this process: it needs no feed.</summary>
    public RuleTable Rules { get; } = new();

    public int Brokers
    {
        get
        {
            lock (_changing) return _brokers.Count;
        }
    }

    public void Start()
    {
        File.Delete(_path);
        _listener.Bind(new UnixDomainSocketEndPoint(_path));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _listener.Listen();
        _accepting = AcceptAsync(_stopping.Token);
    }

    /// <summary>Changes the table and tells every broker, in one order for all.</summary>
    public void Publish(RuleChange change)
    {
        lock (_changing)
        {
            Rules.Apply(change, RuleClock.MonotonicNow(_time));
            var line = FeedWriter.Line(new FeedMessage.Delta(++_sequence, change));
            foreach (var broker in _brokers)
            {
                if (!broker.Writer.TryWrite(line)) broker.Writer.TryComplete();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;

        // What lies there is its own only once it listens; before, it may be what kept it from that.
        var isOwn = _listener.IsBound;
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (isOwn) File.Delete(_path);
        _stopping.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.RemoveAll(task => task.IsCompleted);
                if (await TryAcceptAsync(cancellationToken).ConfigureAwait(false) is { } connection) serving.Add(ServeAsync(connection, cancellationToken));
                else await Task.Delay(TryAgainAfter, _time, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await Task.WhenAll(serving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Socket?> TryAcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotAccepted(_logger, e.Message);
            return null;
        }
    }

    private async Task ServeAsync(Socket connection, CancellationToken cancellationToken)
    {
        var lines = Channel.CreateBounded<string>(MaxBacklog);
        using (connection)
        {
            var stream = new NetworkStream(connection);
            await using (stream.ConfigureAwait(false))
            {
                using var hearing = new CancellationTokenSource();
                var heard = HearAsync(stream, lines, hearing.Token);
                await TellAsync(stream, lines, cancellationToken).ConfigureAwait(false);
                lock (_changing) _brokers.Remove(lines);
                SayGoodbye(connection);
                hearing.CancelAfter(LastWords);
                await heard.ConfigureAwait(false);
            }
        }
    }

    private static void SayGoodbye(Socket connection)
    {
        try
        {
            connection.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It is gone already.
        }
    }

    /// <summary>Snapshot and changes, until the broker is gone, is too slow, or the server stops.</summary>
    private async Task TellAsync(NetworkStream stream, Channel<string> lines, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(stream, Register(lines), cancellationToken).ConfigureAwait(false);
            LogConnected(_logger);
            while (await lines.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                await WriteAsync(stream, Available(lines.Reader), cancellationToken).ConfigureAwait(false);
            LogTooSlow(_logger, MaxBacklog);
        }
        catch (Exception e) when (e is IOException or SocketException or FeedException)
        {
            LogLost(_logger, e.Message);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    /// <summary>What the broker tells of deliveries. When it is gone, or tells what is no such thing, the telling ends too.</summary>
    private async Task HearAsync(NetworkStream stream, Channel<string> lines, CancellationToken cancellationToken)
    {
        Exception? why = null;
        try
        {
            var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
            for (var number = 1L; await NextLineAsync(reader, cancellationToken).ConfigureAwait(false) is { } line; number++)
                await _usage.PutAsync(UsageCount.ParseLine(line, number), cancellationToken).ConfigureAwait(false);
            why = new IOException("it closed the connection");
        }
        catch (Exception e) when (e is IOException or SocketException or FeedException or OperationCanceledException)
        {
            why = e;
        }
        finally
        {
            lines.Writer.TryComplete(why);
        }
    }

    /// <summary>The next line without its end; null where no more come.</summary>
    /// <exception cref="FeedException">It is too long.</exception>
    private static async ValueTask<byte[]?> NextLineAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = result.Buffer.Slice(0, end).ToArray();
                reader.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line;
            }

            if (result.Buffer.Length > FeedReader.MaxLineBytes) throw new FeedException($"Expected at most {FeedReader.MaxLineBytes} bytes in a line.");
            if (result.IsCompleted) return null;

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>The snapshot, taken in the same moment from which on the broker gets every change.</summary>
    private List<string> Register(Channel<string> lines)
    {
        lock (_changing)
        {
            _brokers.Add(lines);
            return [.. FeedWriter.Lines(Rules.Capture(_sequence)!)];
        }
    }

    private static IEnumerable<string> Available(ChannelReader<string> lines)
    {
        while (lines.TryRead(out var line)) yield return line;
    }

    private static async Task WriteAsync(NetworkStream stream, IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var line in lines) text.Append(line).Append('\n');
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No broker can connect to the rules: {Reason}")]
    private static partial void LogNotAccepted(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "A broker follows the rules")]
    private static partial void LogConnected(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A broker was cut off from the rules: more than {Lines} changes behind")]
    private static partial void LogTooSlow(ILogger logger, int lines);

    [LoggerMessage(Level = LogLevel.Information, Message = "A broker no longer follows the rules: {Reason}")]
    private static partial void LogLost(ILogger logger, string reason);
}
