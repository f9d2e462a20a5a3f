using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Nethereum.JsonRpc.Client;
using Nethereum.Web3;

namespace Platone.Contracts.Tests;

/// <summary>
/// Foundry's development node as a child process, with free gas as in the framework. It mines a block for every transaction, and
/// keeps its state in a file of its own, so that it can be stopped and started again.
/// </summary>
sealed class Anvil : IAsyncDisposable
{
    private readonly string _program;
    private readonly string[] _arguments;
    private readonly string _state = Path.Combine(Path.GetTempPath(), $"platone-anvil-{Guid.NewGuid():N}.json");
    private Process? _process;

    private Anvil(string program, string[] arguments)
    {
        _program = program;
        var port = FindFreePort().ToString(CultureInfo.InvariantCulture);
        Url = new($"http://127.0.0.1:{port}");
        Web3 = new(Url.ToString());
        _arguments =
        [
            "--host", "127.0.0.1", "--port", port, "--gas-limit", "1000000000", "--block-base-fee-per-gas", "0", "--gas-price", "0",
            "--accounts", "1", "--balance", "0", "--silent", "--state", _state, .. arguments,
        ];
    }

    public Uri Url { get; }

    public Web3 Web3 { get; }

    /// <summary>Starts a node. Skips the calling test where anvil is not installed.</summary>
    public static async Task<Anvil> StartAsync(params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && FindProgram() is not null, "anvil is not installed: run `npm ci` at the root.");

        var anvil = new Anvil(FindProgram()!, arguments);
        await anvil.StartAgainAsync();
        return anvil;
    }

    public async Task StartAgainAsync()
    {
        _process = Process.Start(new ProcessStartInfo(_program, _arguments))!;
        for (var attempt = 0; attempt < 600 && !_process.HasExited; attempt++)
        {
            try
            {
                await Web3.Eth.ChainId.SendRequestAsync();
                return;
            }
            catch (RpcClientUnknownException)
            {
                await Task.Delay(50);
            }
        }

        throw new InvalidOperationException("anvil did not start.");
    }

    /// <summary>Stops the node as an operator does: it writes its state.</summary>
    public async Task StopAsync()
    {
        using var signal = Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)])!;
        await signal.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Some at a time: a loaded machine takes long for thousands, and the node answers only when all are there.</summary>
    public async Task MineAsync(int blocks)
    {
        const int AtOnce = 500;
        for (var rest = blocks; rest > 0; rest -= AtOnce)
            await CallAsync<object>("anvil_mine", "0x" + Math.Min(rest, AtOnce).ToString("x", CultureInfo.InvariantCulture));
    }

    public Task<T> CallAsync<T>(string method, params object[] parameters) => Web3.Client.SendRequestAsync<T>(method, null, parameters);

    public async Task<ulong> BlockNumberAsync() => (ulong)(await Web3.Eth.Blocks.GetBlockNumber.SendRequestAsync()).Value;

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        File.Delete(_state);
    }

    /// <summary>From where these sources were compiled upwards, wherever the build put its output; PLATONE_ANVIL names another.</summary>
    private static string? FindProgram([CallerFilePath] string here = "")
    {
        if (Environment.GetEnvironmentVariable("PLATONE_ANVIL") is { } named) return named;

        for (var folder = Directory.GetParent(here); folder is not null; folder = folder.Parent)
        {
            var program = Path.Combine(folder.FullName, "node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
            if (File.Exists(program)) return program;
        }

        return null;
    }

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
