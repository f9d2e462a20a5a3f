using System.Globalization;
using System.Net.Sockets;

namespace Platone.Cli.Hosting.Processes;

/// <summary>The embedded broker: Mosquitto with the policy plugin.</summary>
static class MosquittoBroker
{
    public const string Name = "mosquitto";

    public static async Task<ChildProcess> StartAsync(DataDirectory data, BrokerListening listening, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(data.BrokerFolder);
        await File.WriteAllTextAsync(data.BrokerConfiguration, Configuration(data, listening), cancellationToken);
        var broker = ChildProcess.Start(Name, Programs.Mosquitto(), ["-c", data.BrokerConfiguration], data.PidFile(Name), data.LogFile(Name));
        try
        {
            await broker.WaitUntilAsync(() => ListensAsync(listening, cancellationToken), TimeSpan.FromSeconds(20), cancellationToken);
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    // nodelay: without it QoS 1 runs into Nagle and delayed acknowledgements (40 ms a round). user: the broker must read the
    // access layer's socket and the snapshot, which only their owner may. log_dest: what goes to standard output through a pipe comes
    // in blocks of 4 KiB, minutes late.
    private static string Configuration(DataDirectory data, BrokerListening listening) => string.Create(CultureInfo.InvariantCulture, $"""
        {Listeners(listening)}
        user {Environment.UserName}
        allow_anonymous false
        set_tcp_nodelay true
        persistence true
        persistence_location {data.BrokerFolder}/
        autosave_interval 30
        max_inflight_messages 1000
        max_inflight_bytes 67108864
        max_queued_messages 100000
        max_queued_bytes 268435456
        message_size_limit 16777216
        log_dest stderr
        log_type error
        log_type warning
        log_type notice
        plugin {Programs.MosquittoPlugin()}
        plugin_opt_socket {data.FeedSocket}
        plugin_opt_snapshot {data.BrokerSnapshot}

        """);

    private static string Listeners(BrokerListening listening)
    {
        var plain = string.Create(CultureInfo.InvariantCulture, $"listener {listening.Port} {listening.Bind}");
        if (listening.Tls is not { } tls) return plain;

        var served = $"""
            certfile {tls.Certificate}
            keyfile {tls.Key}
            tls_version tlsv1.2
            ciphers ECDHE+AESGCM:ECDHE+CHACHA20
            """;
        if (listening.ClientCertificatePort is not { } port) return $"{plain}\n{served}";

        return string.Create(CultureInfo.InvariantCulture, $"""
            {plain}
            {served}
            listener {port} {listening.Bind}
            {served}
            cafile {tls.ClientAuthority}
            require_certificate true
            """);
    }

    private static async Task<bool> ListensAsync(BrokerListening listening, CancellationToken cancellationToken)
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(HostAddress.ToReach(listening.Bind), listening.Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
