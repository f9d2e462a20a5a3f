using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Platone.MosquittoPlugin.Tests;

/// <summary>The distribution's Mosquitto with the published plugin, on a free port of the loopback.</summary>
sealed partial class BrokerProcess(string folder) : IBroker
{
    private const string Mosquitto = "/usr/sbin/mosquitto";
    private const int SigHup = 1;
    private const int SigTerm = 15;

    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    public int Port { get; private set; }

    public string SnapshotPath { get; } = Path.Combine(folder, "rules.snapshot");

    public string Log => string.Join('\n', _log);

    public async Task Start()
    {
        Assert.SkipUnless(File.Exists(Mosquitto), $"{Mosquitto} is not installed");
        for (var attempt = 1; !await TryStart(); attempt++)
            Assert.True(attempt < 5 && Log.Contains("Address already in use", StringComparison.Ordinal), $"The broker ended at once:\n{Log}");
    }

    /// <summary>Has the broker read its configuration again.</summary>
    public void Reload() => Assert.Equal(0, kill(_process!.Id, SigHup));

    /// <summary>Ends as an operator ends it, and cleanly.</summary>
    public async Task Stop()
    {
        if (_process is not { } process) return;

        _process = null;
        _ = kill(process.Id, SigTerm);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"The broker ended with {process.ExitCode}:\n{Log}");
        process.Dispose();
    }

    public async ValueTask DisposeAsync() => await Stop();

    /// <summary>False when the broker ended at once, for example because another process was quicker to take the port.</summary>
    private async Task<bool> TryStart()
    {
        Port = FreePort();
        var configuration = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllTextAsync(configuration, $"""
            listener {Port} 127.0.0.1
            user {Environment.UserName}
            allow_anonymous false
            persistence false
            set_tcp_nodelay true
            log_dest stderr
            log_type error
            log_type warning
            log_type notice
            log_type information
            plugin {FindPlugin()}
            plugin_opt_socket {Path.Combine(folder, "feed.sock")}
            plugin_opt_snapshot {SnapshotPath}
            """);

        var process = new Process { StartInfo = new(Mosquitto, ["-c", configuration]) { RedirectStandardError = true } };
        process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginErrorReadLine();
        _process = process;
        await Eventually.True(() => process.HasExited || IsListening(), "the broker never listened");
        if (!process.HasExited) return true;

        await process.WaitForExitAsync(); // until all that it said is there
        _process = null;
        process.Dispose();
        return false;
    }

    /// <summary>Where PLATONE_PLUGIN says, else where the set-up publishes it.</summary>
    private static string FindPlugin()
    {
        if (Environment.GetEnvironmentVariable("PLATONE_PLUGIN") is { } named)
            return File.Exists(named) ? named : throw new FileNotFoundException($"PLATONE_PLUGIN names {named}, which does not exist.");

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, "artifacts", "plugin", "platone_mosquitto.so");
            if (File.Exists(path)) return path;
        }

        throw new FileNotFoundException(
            "The plugin is not published. Run: dotnet publish src/Platone.MosquittoPlugin -c Release -r linux-x64 -o artifacts/plugin");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
