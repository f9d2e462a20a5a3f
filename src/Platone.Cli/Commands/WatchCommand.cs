using System.CommandLine;
using Platone.Cli.Hosting;
using Platone.Cli.Output;
using Platone.Cli.Wallets;
using Platone.Contracts.Certification;
using Platone.Cryptography;
using Platone.Storage;

namespace Platone.Cli.Commands;

/// <summary>
/// <c>platone watch</c>: an independent party follows the certifier on the chain, makes every batch again that it may see, and co-signs its heads.
/// </summary>
static class WatchCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var (data, chain, json) = (CommonOptions.Data(), CommonOptions.Chain(), CommonOptions.Json());
        var (wallet, passwordFile) = (WalletOption.Create(), CommonOptions.PasswordFile());
        var store = new Option<string?>("--store")
        {
            Description = "A store that may be read, or its copy: a file, or a connection string of PostgreSQL. Without it only heads are looked at.",
        };
        var contract = new Option<string?>("--contract") { Description = "The DataCertification contract; without it the one that --data was deployed with." };
        var certifier = new Option<string?>("--certifier") { Description = "Whom to watch; without it the certifier of --data." };
        var heads = new Option<string>("--heads")
        {
            Description = "The file of co-signed heads, which is gone on with.",
            DefaultValueFactory = _ => "heads.jsonl",
        };
        var once = new Option<bool>("--once") { Description = "Look up to the chain's head and end: 1 where there was an alarm." };
        var command = new Command("watch", "Follow a certifier by your own node, make its batches again, co-sign its heads, raise alarms.")
        {
            data, chain, wallet, passwordFile, store, contract, certifier, heads, once, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (node, dataCertification, watched) = Place(
                parsed.GetValue(data)!, parsed.GetValue(chain), parsed.GetValue(contract), parsed.GetValue(certifier));
            var registry = new BatchRegistry(node, dataCertification);
            if (!await registry.ExistsAsync()) throw new BadInputException($"--contract: found no contract {dataCertification} on the chain at {node}");

            var file = new HeadFile(
                parsed.GetValue(heads)!, WalletOption.Load(parsed.GetValue(wallet), parsed.GetValue(passwordFile)), await registry.ChainIdAsync(),
                dataCertification, watched);
            using var seen = parsed.GetValue(store) is { } name ? Database.OpenReadOnly(name) : null;
            var watch = new Watch(registry.RecordOfAsync, seen, file, watched, TimeProvider.System, Tell);
            var alarms = await RunAsync(watch, parsed.GetValue(once), cancellationToken);
            if (parsed.GetValue(json)) JsonOutput.Write(new { Certifier = watched.ToString(), Head = watch.Last, watch.CoSigned, Alarms = alarms });
            else Console.WriteLine(FormattableString.Invariant($"batches up to {watch.Last}: {watch.CoSigned} heads co-signed, {alarms} alarms"));
            return alarms == 0 ? ExitCode.Success : ExitCode.No;
        });
        return command;
    }

    private static async Task<long> RunAsync(Watch watch, bool once, CancellationToken cancellationToken)
    {
        await watch.CheckEarlierAsync(cancellationToken);
        await watch.LookAsync(cancellationToken);
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (!once && await timer.WaitForNextTickAsync(cancellationToken)) await watch.LookAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!once)
        {
            // Ended as it is meant to be: what was seen is the answer.
        }

        return watch.Alarms;
    }

    private static (Uri Node, Address Contract, Address Certifier) Place(string data, string? chain, string? contract, string? certifier)
    {
        Address? named = contract is null ? null : CommonOptions.ParseAddress("--contract", contract);
        Address? watched = certifier is null ? null : CommonOptions.ParseAddress("--certifier", certifier);
        if (chain is not null && named is { } own && watched is { } whom) return (new(chain), own, whom);

        var directory = DataDirectory.Existing(data);
        var line = Contracts.Deployment.ContractLine.LoadOnly(directory.Deployments);
        var node = chain is not null
            ? new Uri(chain)
            : Endpoints.Find(directory)?.Chain ?? throw new BadInputException("--chain: nothing runs with this data; name the chain's node");
        return (node, named ?? line.DataCertification, watched ?? line.Certifier);
    }

    private static void Tell(string line) => Console.Error.WriteLine(line);
}
