using System.CommandLine;
using System.Globalization;
using Platone.Cli.Hosting;
using Platone.Cli.Output;
using Platone.Cli.Wallets;
using Platone.Contracts.Certification;
using Platone.Contracts.Deployment;
using Platone.Cryptography;
using Platone.Storage;

namespace Platone.Cli.Commands;

/// <summary><c>platone device register|retire|list</c>: the keys with which a provider's devices sign their readings; by the provider's wallet.</summary>
static class DeviceCommand
{
    public static Command Create() => new("device", "The keys with which devices sign their readings: their provider's word on the chain.")
    {
        Say("register", "Put a device's key in force.", (wallet, device, token) => wallet.RegisterAsync(device, token)),
        Say("retire", "End a device's key, for ever; what it signed stays.", (wallet, device, token) => wallet.RetireAsync(device, token)),
        List(),
    };

    private static Command Say(string name, string what, Func<DeviceWallet, Address, CancellationToken, Task> say)
    {
        var address = new Argument<string>("ADDRESS") { Description = "The address of the device's key." };
        var (wallet, passwordFile, data, chain, json) = (
            WalletOption.Create(), CommonOptions.PasswordFile(), CommonOptions.Data(), CommonOptions.Chain(), CommonOptions.Json());
        var command = new Command(name, what) { address, wallet, passwordFile, data, chain, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var device = CommonOptions.ParseAddress("ADDRESS", parsed.GetValue(address)!);
            var key = WalletOption.Load(parsed.GetValue(wallet), parsed.GetValue(passwordFile));
            var directory = DataDirectory.Existing(parsed.GetValue(data)!);
            var url = parsed.GetValue(chain) is { } given
                ? new Uri(given)
                : Endpoints.Find(directory)?.Chain ?? throw new BadInputException("--chain: nothing runs with this data; name the chain's node");
            var contracts = ContractLine.LoadOnly(directory.Deployments);
            await ContractDeployer.RefuseOtherChainAsync(url, contracts, directory.Deployments);
            var provider = await DeviceWallet.ConnectAsync(url, key, contracts);
            await say(provider, device, cancellationToken);

            if (parsed.GetValue(json)) JsonOutput.Write(new { Done = name, Provider = provider.Address.ToString(), Device = device.ToString() });
            else Console.WriteLine($"{name}: {device.ToChecksumString()} of {provider.Address.ToChecksumString()}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command List()
    {
        var provider = new Option<string?>("--provider") { Description = "Whose devices; without it everybody's." };
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("list", "The keys as the access layer has read them from the chain.") { provider, data, json };
        command.SetAction(parsed =>
        {
            Address? whose = parsed.GetValue(provider) is { } given ? CommonOptions.ParseAddress("--provider", given) : null;
            using var store = Database.OpenReadOnly(DataDirectory.Existing(parsed.GetValue(data)!).Store);
            var keys = new ChainStore(store).Devices(whose);

            if (parsed.GetValue(json))
            {
                JsonOutput.Write(keys.Select(key => new { Provider = key.Provider.ToString(), Device = key.Device.ToString(), key.Registered, key.Retired }));
                return ExitCode.Success;
            }

            foreach (var key in keys)
            {
                var retired = key.Retired is { } at ? $", retired {Time(at)}" : "";
                Console.WriteLine($"{key.Device.ToChecksumString()} of {key.Provider.ToChecksumString()}, registered {Time(key.Registered)}{retired}");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static string Time(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
