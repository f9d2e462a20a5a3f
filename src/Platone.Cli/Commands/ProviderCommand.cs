using System.CommandLine;
using Platone.Cli.Hosting;
using Platone.Cli.Wallets;
using Platone.Contracts.Deployment;
using Platone.Cryptography;

namespace Platone.Cli.Commands;

/// <summary><c>platone provider admit|dismiss</c>: who may hand in readings; by the administrator's wallet.</summary>
static class ProviderCommand
{
    public static Command Create() => new("provider", "Who may hand in readings: the administrator's decision on the chain.")
    {
        Decide("admit", "Let a wallet hand in readings.", (admin, wallet, token) => admin.AdmitProviderAsync(wallet, token)),
        Decide("dismiss", "Let it no more; what it handed in stays.", (admin, wallet, token) => admin.DismissProviderAsync(wallet, token)),
    };

    private static Command Decide(string name, string what, Func<ContractAdmin, Address, CancellationToken, Task> decide)
    {
        var address = new Argument<string>("ADDRESS") { Description = "The provider's wallet." };
        var data = CommonOptions.Data();
        var chain = CommonOptions.Chain();
        var passwordFile = CommonOptions.PasswordFile();
        var command = new Command(name, what) { address, data, chain, passwordFile };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!Address.TryParse(parsed.GetValue(address), out var wallet))
                throw new BadInputException($"ADDRESS: found '{parsed.GetValue(address)}', expected 0x and 40 hexadecimal digits");

            var directory = DataDirectory.Existing(parsed.GetValue(data)!);
            var url = parsed.GetValue(chain) is { } given
                ? new Uri(given)
                : Endpoints.Find(directory)?.Chain ?? throw new BadInputException("--chain: nothing runs with this data; name the chain's node");
            var contracts = ContractLine.LoadOnly(directory.Deployments);
            await ContractDeployer.RefuseOtherChainAsync(url, contracts, directory.Deployments);
            var key = KeyFile.Load(Path.Combine(directory.Wallets, "admin.key"), parsed.GetValue(passwordFile));
            var admin = await ContractAdmin.ConnectAsync(url, key, contracts);
            await decide(admin, wallet, cancellationToken);
            Console.WriteLine($"{name}: {wallet.ToChecksumString()}");
            return ExitCode.Success;
        });
        return command;
    }
}
