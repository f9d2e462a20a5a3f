using System.Globalization;
using System.Net.Sockets;
using Platone.Cli.Hosting.Processes;

namespace Platone.Bench.Brokers;

/// <summary>A Mosquitto of the bench's own on a free port, as the framework configures it but for what is to be compared.</summary>
sealed class MeasuredBroker : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ChildProcess _process;

    private MeasuredBroker(ChildProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public int ProcessId => _process.Id;

    /// <param name="folder">Its own; made here.</param>
    /// <param name="lines">Of its configuration: who may connect, and the plugin.</param>
    public static async Task<MeasuredBroker> StartAsync(string folder, IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var port = Ports.Choose(0, 0, "--mqtt");
        var configuration = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllLinesAsync(configuration, [.. Common(port), .. lines], cancellationToken);
        var process = ChildProcess.Start(
            "mosquitto", Programs.Mosquitto(), ["-c", configuration], Path.Combine(folder, "mosquitto.pid"), Path.Combine(folder, "mosquitto.log"));
        try
        {
            await process.WaitUntilAsync(() => ListensAsync(port, cancellationToken), Patience, cancellationToken);
            return new(process, port);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static IEnumerable<string> Common(int port) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"listener {port} 127.0.0.1"), $"user {Environment.UserName}", "set_tcp_nodelay true", "persistence false",
        "max_inflight_messages 1000", "max_queued_messages 100000", "log_dest stderr", "log_type error", "log_type warning", "log_type notice",
    ];

    private static async Task<bool> ListensAsync(int port, CancellationToken cancellationToken)
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync("127.0.0.1", port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
