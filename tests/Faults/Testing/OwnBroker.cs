using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Platone.Testing;

namespace Platone.Faults.Tests.Testing;

/// <summary>A Mosquitto that an operator runs beside the framework, as docs/broker.md describes it.</summary>
sealed class OwnBroker : IAsyncDisposable
{
    private const string Mosquitto = "/usr/sbin/mosquitto";

    private readonly Process _process;

    private OwnBroker(Process process, int port) => (_process, Url) = (process, $"mqtt://127.0.0.1:{port}");

    public string Url { get; }

    /// <param name="folder">Its own; made here.</param>
    public static async Task<OwnBroker> StartAsync(string folder, string feedSocket, int staleAfterMs)
    {
        Assert.SkipUnless(File.Exists(Mosquitto), $"{Mosquitto} is not installed");
        Directory.CreateDirectory(folder);
        var port = FreePort();
        var configuration = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllTextAsync(configuration, string.Create(CultureInfo.InvariantCulture, $"""
            listener {port} 127.0.0.1
            user {Environment.UserName}
            allow_anonymous false
            set_tcp_nodelay true
            persistence false
            log_dest none
            max_inflight_messages 1000
            max_queued_messages 100000
            message_size_limit 16777216
            plugin {Repository.File("artifacts/plugin/platone_mosquitto.so")}
            plugin_opt_socket {feedSocket}
            plugin_opt_snapshot {Path.Combine(folder, "rules")}
            plugin_opt_stale_after_ms {staleAfterMs}

            """));
        var broker = new OwnBroker(Process.Start(Mosquitto, ["-c", configuration]), port);
        await Eventually.TrueAsync(() => IsListening(port), () => "the broker never listened");
        return broker;
    }

    public async ValueTask DisposeAsync()
    {
        Processes.Send(_process.Id, Processes.SigTerm);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsListening(int port)
    {
        try
        {
            using var probe = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
