using System.Globalization;
using Nethereum.JsonRpc.Client;
using Nethereum.Web3;

namespace Platone.Cli.Hosting.Processes;

/// <summary>
/// The embedded chain: anvil with one-second blocks, started from a state that was kept, so that what was certified survives a restart. Gas costs
/// nothing, as on the consortium chains that it stands for: wallets need no balance.
/// </summary>
static class AnvilNode
{
    public const string Name = "anvil";

    /// <summary>A read-only node is recorded under this and the pid of the command that it serves.</summary>
    private const string ReadOnly = "anvil-for-";

    /// <summary>Longer than any chain runs: anvil's own saving in between is what tears its file.</summary>
    private const string Never = "1000000000";

    /// <param name="state">Where the chain goes on from, and what is kept of it.</param>
    public static async Task<ChildProcess> StartAsync(DataDirectory data, ChainState state, int port, CancellationToken cancellationToken)
    {
        state.Adopt();
        string[] arguments = [.. Common(port), "--block-time", "1", "--dump-state", data.ChainStateAtEnd, "--state-interval", Never];
        if (state.Newest is { } kept) arguments = [.. arguments, "--load-state", kept];
        var node = ChildProcess.Start(Name, Programs.Anvil(), arguments, data.PidFile(Name), data.LogFile(Name));
        return await ReadyAsync(node, port, cancellationToken);
    }

    /// <summary>A node over the state that was kept: for proofs and audits while the framework does not run. Nothing is written back.</summary>
    public static async Task<ChildProcess> StartReadOnlyAsync(DataDirectory data, ChainState state, int port, CancellationToken cancellationToken)
    {
        var kept = state.Newest ?? throw new FileNotFoundException($"{data.ChainState}: there is no whole chain state; name the chain with --chain URL.");
        string[] arguments = [.. Common(port), "--no-mining", "--load-state", kept];
        EndOrphans(data);
        var node = ChildProcess.Start(
            "anvil (read only)", Programs.Anvil(), arguments, data.PidFile(ReadOnly + Environment.ProcessId), data.LogFile("anvil-read-only"));
        return await ReadyAsync(node, port, cancellationToken);
    }

    /// <summary>Ends the read-only nodes of commands that were killed before they could; those of commands that run are left alone.</summary>
    public static void EndOrphans(DataDirectory data)
    {
        foreach (var record in data.PidFiles(ReadOnly))
        {
            var name = Path.GetFileName(record);
            if (int.TryParse(name[ReadOnly.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var owner) && !PidFile.IsAlive(owner))
                ChildProcess.EndLeftover(record);
        }
    }

    public static Uri Url(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    private static string[] Common(int port) =>
    [
        "--host", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--gas-limit", "1000000000",
        "--block-base-fee-per-gas", "0", "--gas-price", "0", "--accounts", "1", "--balance", "0", "--silent",
    ];

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
