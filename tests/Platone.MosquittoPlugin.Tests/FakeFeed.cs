using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Platone.Cryptography;
using Platone.Policies;

namespace Platone.MosquittoPlugin.Tests;

/// <summary>Serves the feed on a Unix socket, a snapshot to each connection and then every change.</summary>
sealed class FakeFeed : IRuleFeed, IDisposable
{
    private readonly string _path;
    private readonly RuleTable _model = new();
    private readonly Lock _lock = new();
    private readonly List<Socket> _connections = [];
    private Socket? _listener;
    private readonly ConcurrentDictionary<(Hash256, Hash256), UsageCount> _usage = [];
    private long _sequence;

    public FakeFeed(string path, RuleSnapshot start)
    {
        _path = path;
        _model.Replace(start, 0);
    }

    public long Block { get; private set; } = 100;

    public void Open()
    {
        File.Delete(_path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_path));
        listener.Listen();
        _listener = listener;
        _ = Task.Run(() => Accept(listener));
    }

    /// <summary>The access layer goes away.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _listener?.Dispose();
            foreach (var connection in _connections)
                connection.Dispose();
            _connections.Clear();
            File.Delete(_path);
        }
    }

    public Task Send(RuleChange change)
    {
        lock (_lock)
        {
            _model.Apply(change, 0);
            Write(FeedWriter.Line(new FeedMessage.Delta(++_sequence, change)));
        }

        return Task.CompletedTask;
    }

    public Task Beat() => Send(new RuleChange.Beat(new(++Block, Scene.Now)));

    /// <summary>A change whose line gets lost on the way.</summary>
    public void Lose(RuleChange change)
    {
        lock (_lock)
        {
            _model.Apply(change, 0);
            _sequence++;
        }
    }

    /// <summary>A line as it is.</summary>
    public void Write(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_lock)
        {
            foreach (var connection in _connections.ToArray())
            {
                try
                {
                    connection.Send(bytes);
                }
                catch (SocketException) // the plugin dropped it
                {
                    _connections.Remove(connection);
                }
            }
        }
    }

    public void Dispose() => Close();

    /// <summary>What the plugin told of deliveries: of each counter and grant the newest.</summary>
    public IReadOnlyCollection<UsageCount> Usage => [.. _usage.Values];

    private void Hear(Socket connection)
    {
        try
        {
            using var reader = new StreamReader(new NetworkStream(connection));
            while (reader.ReadLine() is { } line)
            {
                var count = UsageCount.ParseLine(Encoding.UTF8.GetBytes(line));
                _usage[(count.Counter, count.Declaration)] = count;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The connection is gone.
        }
    }

    private async Task Accept(Socket listener)
    {
        try
        {
            while (true)
            {
                var connection = await listener.AcceptAsync();
                lock (_lock)
                {
                    var snapshot = FeedWriter.Lines(_model.Capture(_sequence)!).Select(line => line + "\n");
                    connection.Send(Encoding.UTF8.GetBytes(string.Concat(snapshot)));
                    _connections.Add(connection);
                }

                _ = Task.Run(() => Hear(connection));
            }
        }
        catch (Exception) when (_listener != listener || !File.Exists(_path))
        {
            // Closed on purpose.
        }
    }
}
