using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Nethereum.JsonRpc.Client;
using Nethereum.Web3;
using Nethereum.Web3.Accounts;

namespace Platone.StandIn.Tests;

/// <summary>Foundry's development node as a child process, mining a block for every transaction.</summary>
public sealed class AnvilNode : IAsyncLifetime
{
    /// <summary>The first two of anvil's funded accounts, the same in every run.</summary>
    public const string AdministratorKey = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    public const string OtherKey = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

    Process? _process;
    string _url = "";

    public Web3 Connect(string key)
    {
        Assert.SkipUnless(_process is not null, "anvil is not installed: run `npm ci` at the root.");
        return new(new Account(key, 31337), _url);
    }

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux() || Repository.Find("node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil") is not { } anvil) return;

        var port = FindFreePort();
        _url = $"http://127.0.0.1:{port}";
        _process = Process.Start(new ProcessStartInfo(anvil, ["--port", port.ToString(CultureInfo.InvariantCulture), "--silent"]))!;
        await WaitUntilReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;

        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    async Task WaitUntilReadyAsync()
    {
        var web3 = new Web3(_url);
        for (var attempt = 0; attempt < 300 && !_process!.HasExited; attempt++)
        {
            try
            {
                await web3.Eth.ChainId.SendRequestAsync();
                return;
            }
            catch (RpcClientUnknownException)
            {
                await Task.Delay(100);
            }
        }

        throw new InvalidOperationException("anvil did not start.");
    }

    static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
