using System.Globalization;
using Nethereum.JsonRpc.Client;
using Nethereum.Web3;

namespace Platone.Cli.Hosting.Processes;

/// <summary>
/// The embedded chain: anvil with one-second blocks and a state file, so that what was certified survives a restart. Gas costs
/// nothing, as on the consortium chains that it stands for: wallets need no balance.
/// </summary>
static class AnvilNode
{
    public static async Task<ChildProcess> StartAsync(DataDirectory data, int port, CancellationToken cancellationToken)
    {
        // anvil writes no state, and says nothing, where the folder is missing.
        Directory.CreateDirectory(data.ChainFolder);
        var node = ChildProcess.Start("anvil", Programs.Anvil(), Arguments(port, data.ChainState, stateInterval: 2), data.PidFile("anvil"), data.LogFile("anvil"));
        return await ReadyAsync(node, port, cancellationToken);
    }

    /// <summary>A node over a copy of the state: for proofs and audits while the framework does not run. Nothing is written back.</summary>
    public static async Task<ChildProcess> StartReadOnlyAsync(DataDirectory data, int port, CancellationToken cancellationToken)
    {
        if (!File.Exists(data.ChainState)) throw new FileNotFoundException($"{data.ChainState}: there is no chain state; name the chain with --chain URL.");

        var arguments = Arguments(port, data.ChainState, stateInterval: null);
        var node = ChildProcess.Start("anvil (read only)", Programs.Anvil(), arguments, data.PidFile($"anvil-{port}"), data.LogFile("anvil-read-only"));
        return await ReadyAsync(node, port, cancellationToken);
    }

    public static Uri Url(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    private static string[] Arguments(int port, string state, int? stateInterval)
    {
        string[] common =
        [
            "--host", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--gas-limit", "1000000000",
            "--block-base-fee-per-gas", "0", "--gas-price", "0", "--accounts", "1", "--balance", "0", "--silent",
        ];
        return stateInterval is { } seconds
            ? [.. common, "--block-time", "1", "--state", state, "--state-interval", seconds.ToString(CultureInfo.InvariantCulture)]
            : [.. common, "--no-mining", "--load-state", state];
    }

    private static async Task<ChildProcess> ReadyAsync(ChildProcess node, int port, CancellationToken cancellationToken)
    {
        try
        {
            var web3 = new Web3(Url(port).ToString());
            await node.WaitUntilAsync(() => AnswersAsync(web3), TimeSpan.FromSeconds(60), cancellationToken);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    private static async Task<bool> AnswersAsync(Web3 web3)
    {
        try
        {
            await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync();
            return true;
        }
        catch (RpcClientUnknownException)
        {
            return false;
        }
    }
}
