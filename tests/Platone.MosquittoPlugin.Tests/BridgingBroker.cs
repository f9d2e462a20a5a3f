using System.Diagnostics;
using System.Net.Sockets;
using Platone.Cryptography;

namespace Platone.MosquittoPlugin.Tests;

/// <summary>Somebody's own Mosquitto that lets everybody in and connects to the broker under test as a bridge, under a wallet.</summary>
sealed class BridgingBroker : IAsyncDisposable
{
    private const string Mosquitto = "/usr/sbin/mosquitto";

    private readonly Process _process;

    private BridgingBroker(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <param name="topics">What it would like to bridge, as Mosquitto's configuration spells it.</param>
    public static async Task<BridgingBroker> Start(string folder, int remotePort, Address wallet, params string[] topics)
    {
        Assert.SkipUnless(File.Exists(Mosquitto), $"{Mosquitto} is not installed");
        var port = BrokerProcess.FreePort();
        var configuration = Path.Combine(folder, "bridge.conf");
        await File.WriteAllLinesAsync(configuration,
        [
            $"listener {port} 127.0.0.1", $"user {Environment.UserName}", "allow_anonymous true", "persistence false", "log_dest none", "connection up",
            $"address 127.0.0.1:{remotePort}", "try_private true", "notifications false", "restart_timeout 1", "cleansession true",
            $"remote_clientid {wallet}-bridge", $"remote_username {wallet}", $"remote_password {Scene.Token(wallet)}",
            .. topics.Select(topic => $"topic {topic}"),
        ]);
        var broker = new BridgingBroker(Process.Start(Mosquitto, ["-c", configuration]), port);
        await Eventually.True(broker.IsListening, "the bridging broker never listened");
        return broker;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private bool IsListening()
    {
        try
        {
            using var probe = new TcpClient("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
