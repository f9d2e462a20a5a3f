using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nethereum.Web3;
using Platone.Certification;
using Platone.Cli.Hosting;
using Platone.Cli.Output;
using Platone.Contracts.Certification;
using Platone.Contracts.Deployment;
using Platone.Cryptography;
using Platone.Simulation;
using Platone.Simulation.Checks;
using Platone.Storage;

namespace Platone.Cli.Commands;

/// <summary><c>platone up</c>: starts the framework, plays a scenario on it, and stays until it is told to stop.</summary>
static class UpCommand
{
    private const string BuiltIn = "village";
    private const string NoScenario = "none";

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var http = CommonOptions.Port("--http", "Port of the access layer's REST interface", PlatoneHost.UsualHttpPort);
        var identity = CommonOptions.Port("--identity", "Port of the identity service", PlatoneHost.UsualIdentityPort);
        var mqtt = CommonOptions.Port("--mqtt", "Port of the broker", PlatoneHost.UsualMqttPort);
        var chainPort = CommonOptions.Port("--chain-port", "Port of the embedded chain", PlatoneHost.UsualChainPort);
        var scenario = new Option<string?>("--scenario")
        {
            Description = $"Name or folder of a scenario; without it {BuiltIn}, or none where --feeder is given. `none` plays nothing.",
        };
        var feeder = new Option<string?>("--feeder")
        {
            Description = "Replays a folder in the layout of the IEEE European low-voltage feeder (Load_Profiles/Load_profile_N.csv).",
        };
        var speed = new Option<string>("--speed") { Description = "Simulated seconds per second, or `max`.", DefaultValueFactory = _ => "1" };
        var once = new Option<bool>("--once") { Description = "Exit when the scenario is done: 0 only if every check held." };
        var broker = new Option<string>("--broker")
        {
            Description = "mosquitto (a child process), embedded (in this process, for machines without Mosquitto), or mqtt://HOST:PORT, mqtts://HOST:PORT.",
            DefaultValueFactory = _ => HostOptions.Mosquitto,
        };
        var chain = new Option<string>("--chain")
        {
            Description = "anvil (a child process), or a node's URL; several with commas between them, of which the first that answers is used.",
            DefaultValueFactory = _ => HostOptions.Anvil,
        };
        var store = StoreName.Option(
            "--store", "sqlite (a file of the data folder), or a connection string of a PostgreSQL database; without it the one that the folder used before.");
        var blockPeriod = new Option<double>("--block-period")
        {
            Description = "Seconds between two blocks of the chain: rules are stale after ten of them without a block, and 15 s at least.",
            DefaultValueFactory = _ => 1,
        };
        var confirmations = new Option<int>("--confirmations")
        {
            Description = "How many blocks must follow an acceptance before it opens a topic; 0 where blocks are final at once.",
            DefaultValueFactory = _ => 0,
        };
        var certifyWithin = Seconds(
            "--certify-within", "What a receipt promises: its reading is on the chain so many seconds after acceptance; 900 without it.", 24 * 3600);
        var bondWindow = Seconds(
            "--bond-window",
            "Seconds in which an overdue receipt can be answered before the bond is lost, fixed when the contracts are deployed; a day without it. "
            + "Withdrawing the bond takes seven times as long.",
            BondTimes.MaxWindowSeconds);
        var adminAccount = new Option<string?>("--admin-account")
        {
            Description = "A contract that needs several signatures: gets the administrator's role, which the deploying wallet gives up. For production.",
        };
        var adminDelay = Seconds(
            "--admin-delay", "Seconds that everything which --admin-account does must wait on the chain; two days without it.",
            Administration.MostDelaySeconds);
        var command = new Command("up", "Start the framework: chain, contracts, broker, access layer, and a scenario on them.")
        {
            data, http, identity, mqtt, chainPort, scenario, feeder, speed, once, broker, chain, store, blockPeriod, confirmations, certifyWithin, bondWindow,
            adminAccount, adminDelay,
        };
        var listening = new UpListening();
        listening.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var directory = DataDirectory.Create(parsed.GetValue(data)!);
            if (parsed.GetValue(store) is { } named) StoreName.Choose(directory, named);
            var options = listening.ApplyTo(new HostOptions(
                directory, parsed.GetValue(http), parsed.GetValue(mqtt), parsed.GetValue(chainPort),
                CheckedUrl("--broker", parsed.GetValue(broker)!, [HostOptions.Mosquitto, HostOptions.Embedded], "mqtt", HostOptions.MqttOverTls),
                CheckedUrls("--chain", parsed.GetValue(chain)!, HostOptions.Anvil, "http", "https"),
                CheckedPeriod(parsed.GetValue(blockPeriod)), CheckedConfirmations(parsed.GetValue(confirmations)),
                TimeSpan.FromSeconds(parsed.GetValue(certifyWithin) ?? 900),
                parsed.GetValue(bondWindow) is { } window ? BondTimes.OfWindow(window) : BondTimes.Default,
                parsed.GetValue(identity))
            {
                Administration = AdministrationOf(parsed.GetValue(adminAccount), parsed.GetValue(adminDelay), parsed.GetValue(scenario)),
            }, parsed);
            return UpAsync(
                options, Scenarios(parsed.GetValue(scenario), parsed.GetValue(feeder)), ParseSpeed(parsed.GetValue(speed)!), parsed.GetValue(once),
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> UpAsync(
        HostOptions options, IReadOnlyList<IScenario> scenarios, double speed, bool once, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var host = await PlatoneHost.StartAsync(options, Console.Error.WriteLine, stopping.Token);
        Console.WriteLine($"Platone is ready: {host.Endpoints.AccessLayer}");
        Console.WriteLine($"  identity {host.Endpoints.Identity}");
        Console.WriteLine($"  broker {host.Endpoints.Broker.OriginalString}, chain {host.Endpoints.Chain}, data {options.Data.Root}");

        try
        {
            var playing = PlayAsync(host, options, scenarios, speed, stopping.Token);
            var failed = host.FailedAsync(stopping.Token);
            if (await Task.WhenAny(playing, failed) == failed) return Failed(await failed);

            var held = await playing;
            if (once) return held ? ExitCode.Success : ExitCode.No;
            return Failed(await failed);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Console.Error.WriteLine("stopping");
            return once ? ExitCode.Interrupted : ExitCode.Success;
        }
        finally
        {
            await stopping.CancelAsync();
        }
    }

    private static Administration? AdministrationOf(string? account, uint? delaySeconds, string? scenario)
    {
        if (account is null) return delaySeconds is null ? null : throw new BadInputException("--admin-delay: expected it together with --admin-account");
        if (scenario != NoScenario) throw new BadInputException("--admin-account: expected --scenario none with it: scenarios admit providers themselves");

        return new(CommonOptions.ParseAddress("--admin-account", account), delaySeconds ?? 2 * 24 * 3600);
    }

    private static int Failed(string reason)
    {
        Console.Error.WriteLine($"Platone failed: {reason}");
        return ExitCode.No;
    }

    private static async Task<bool> PlayAsync(
        PlatoneHost host, HostOptions options, IReadOnlyList<IScenario> scenarios, double speed, CancellationToken cancellationToken)
    {
        if (scenarios.Count == 0) return true;

        using var store = Database.OpenReadOnly(options.Data.Store);
        var proofs = new ProofChainReader(new Web3(host.Endpoints.Chain.ToString()), host.Contracts.ChainId, host.Contracts.DataCertification);
        var loggers = host.Services.GetRequiredService<ILoggerFactory>();
        using var stage = new Stage(
            host.Endpoints.AccessLayer, host.WalletOf, host.AdmitProvidersAsync, host.RegisterDevicesAsync,
            new Ledger(store, ProofOnChainAsync, TimeProvider.System),
            new ReceiptCheck(host.Contracts.Certifier, Receipt.Domain(host.Contracts.ChainId, host.Contracts.DataCertification)), speed, TimeProvider.System,
            loggers, host.LocalTls);

        var held = true;
        foreach (var scenario in scenarios)
        {
            var report = await ProgressDisplay.RunAsync(scenario.Name, progress => scenario.RunAsync(stage, progress, cancellationToken));
            ScenarioSummary.Write(report);
            held &= report.Held;
        }

        return held;

        async Task<(ProofChain, Hash256)?> ProofOnChainAsync(BatchRecord batch, IReadOnlyList<SigningDevice> signers) =>
            await proofs.FindAsync(batch, signers, cancellationToken) is { } proven ? (proven.Chain, proven.Block.Hash) : null;
    }

    private static List<IScenario> Scenarios(string? scenario, string? feeder)
    {
        var scenarios = new List<IScenario>();
        if (scenario != NoScenario && (scenario is not null || feeder is null))
            scenarios.Add(new VillageScenario(ScenarioFile.Load(ScenarioFolder(scenario ?? BuiltIn))));
        if (feeder is null) return scenarios;

        if (!Directory.Exists(feeder)) throw new BadInputException($"--feeder: there is no folder {Path.GetFullPath(feeder)}.");
        scenarios.Add(new FeederReplay(feeder));
        return scenarios;
    }

    private static string ScenarioFolder(string nameOrFolder)
    {
        if (File.Exists(Path.Combine(nameOrFolder, "scenario.json"))) return nameOrFolder;
        return Repository.Find(Path.Combine("scenarios", nameOrFolder, "scenario.json")) is { } file
            ? Path.GetDirectoryName(file)!
            : throw new BadInputException($"--scenario: found '{nameOrFolder}', expected `none`, a built-in scenario's name, or a folder with scenario.json.");
    }

    private static double ParseSpeed(string text)
    {
        if (text == "max") return double.PositiveInfinity;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var speed) && speed > 0
            ? speed
            : throw new BadInputException($"--speed: found '{text}', expected a number greater than 0, or `max`.");
    }

    private static Option<uint?> Seconds(string name, string what, uint most) => CommonOptions.Number(
        name, what, FormattableString.Invariant($"a number from 1 to {most}"),
        text =>
            uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds >= 1 && seconds <= most ? seconds : (uint?)null);

    private static TimeSpan CheckedPeriod(double seconds) =>
        seconds is > 0 and <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : throw new BadInputException(FormattableString.Invariant($"--block-period: found {seconds}, expected more than 0 and at most 3600"));

    private static ulong CheckedConfirmations(int blocks) =>
        blocks is >= 0 and <= 1000 ? (ulong)blocks : throw new BadInputException($"--confirmations: found {blocks}, expected 0 to 1000");

    private static string CheckedUrls(string option, string value, string word, params string[] schemes) =>
        string.Join(',', value.Split(',').Select(url => CheckedUrl(option, url, value.Contains(',', StringComparison.Ordinal) ? [] : [word], schemes)));

    private static string CheckedUrl(string option, string value, string[] words, params string[] schemes) =>
        words.Contains(value) || (Uri.TryCreate(value, UriKind.Absolute, out var url) && schemes.Contains(url.Scheme))
            ? value
            : throw new BadInputException(
                $"{option}: found '{value}', expected {string.Concat(words.Select(word => $"`{word}` or "))}a URL ({string.Join(", ", schemes)}).");
}
