using System.Net.Sockets;

namespace Platone.Faults.Tests.Testing;

/// <summary>Stands between a broker and the access layer's rule feed, so that the feed alone can be cut.</summary>
sealed class FeedProxy : IAsyncDisposable
{
    private readonly string _target;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _serving;
    private CancellationTokenSource _cutting = new();
    private volatile bool _isCut;

    public FeedProxy(string path, string target)
    {
        (Path, _target) = (path, target);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public string Path { get; }

    /// <summary>Ends what is connected, and lets nobody through.</summary>
    public void Stop()
    {
        _isCut = true;
        _cutting.Cancel();
    }

    public void Resume()
    {
        _cutting.Dispose();
        _cutting = new();
        _isCut = false;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _cutting.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _cutting.Dispose();
        _ending.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using var broker = await _listener.AcceptAsync(_ending.Token);
            if (_isCut) continue;

            try
            {
                using var accessLayer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await accessLayer.ConnectAsync(new UnixDomainSocketEndPoint(_target), _cutting.Token);
                using var from = new NetworkStream(accessLayer);
                using var to = new NetworkStream(broker);
                await from.CopyToAsync(to, _cutting.Token);
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                // Not there yet, gone, or cut: the broker comes again.
            }
        }
    }
}
