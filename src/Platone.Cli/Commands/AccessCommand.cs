using System.CommandLine;
using Platone.Cli.Hosting;
using Platone.Cli.Output;
using Platone.Cli.Wallets;
using Platone.Client;
using Platone.Contracts.Access;
using Platone.Cryptography;
using Platone.Protocol;
using Spectre.Console;

namespace Platone.Cli.Commands;

/// <summary><c>platone access ...</c>: subscription declarations by wallet, and the wallet's broker password.</summary>
static class AccessCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create() => new("access", "Subscription declarations: ask, answer, take back, look.")
    {
        Request(),
        Decide(RegistryDecision.Accept, "Accept a consumer's request.", DeclarationStatus.Accepted),
        Decide(RegistryDecision.Reject, "Reject a consumer's request.", DeclarationStatus.Rejected),
        Decide(RegistryDecision.Revoke, "Take an acceptance back; the stream stops.", DeclarationStatus.Revoked),
        List(),
        Status(),
        Login(),
    };

    private static Command Request()
    {
        var provider = new Option<string>("--provider") { Description = "The provider's address.", Required = true };
        var topic = new Option<string?>("--topic") { Description = "Topic filter below data/PROVIDER/; without it everything of the provider." };
        var purpose = new Option<Purpose>("--purpose") { Description = "What the data is for.", DefaultValueFactory = _ => Purpose.GridOperation };
        var means = new Option<Means>("--means") { Description = "How it may be taken.", DefaultValueFactory = _ => Means.Both };
        var from = new Option<string?>("--not-before") { Description = "Gives measurements from this time on (ISO 8601); now without it." };
        var until = new Option<string?>("--expiry") { Description = "Gives measurements before this time (ISO 8601); 30 days from now without it." };
        Symbol[] terms = [provider, topic, purpose, means, from, until];
        return WithClient("request", "Ask a provider for its data.", terms, async (parsed, client, cancellationToken) =>
        {
            var giving = CommonOptions.ParseAddress("--provider", parsed.GetValue(provider)!);
            var now = DateTimeOffset.UtcNow;
            var sent = await client.RequestAsync(
                giving, parsed.GetValue(topic) ?? $"data/{giving}/#", parsed.GetValue(means), parsed.GetValue(purpose),
                ParseTime("--not-before", parsed.GetValue(from)) ?? now, ParseTime("--expiry", parsed.GetValue(until)) ?? now.AddDays(30), cancellationToken);
            return [await client.WaitForAsync(Hash256.Parse(sent.Declaration), DeclarationStatus.Requested, Patience, cancellationToken)];
        });
    }

    private static Command Decide(RegistryDecision decision, string what, DeclarationStatus outcome)
    {
        var id = new Argument<string>("ID") { Description = "The declaration." };
        return WithClient(decision.ToString().ToLowerInvariant(), what, [id], async (parsed, client, cancellationToken) =>
        {
            var declaration = CommonOptions.ParseHash("ID", parsed.GetValue(id)!);
            await client.DecideAsync(decision, declaration, cancellationToken);
            return [await client.WaitForAsync(declaration, outcome, Patience, cancellationToken)];
        });
    }

    private static Command List() =>
        WithClient("list", "The declarations that concern the wallet.", [], (_, client, cancellationToken) => client.DeclarationsAsync(cancellationToken));

    private static Command Status()
    {
        var id = new Argument<string>("ID") { Description = "The declaration." };
        var at = new Option<string?>("--at") { Description = "The moment (ISO 8601); now without it." };
        return WithClient("status", "A declaration's status, now or at a past moment.", [id, at], async (parsed, client, cancellationToken) =>
            [await client.DeclarationAsync(CommonOptions.ParseHash("ID", parsed.GetValue(id)!), parsed.GetValue(at), cancellationToken)]);
    }

    private static Command Login()
    {
        var (wallet, passwordFile, url, data, json) = (
            WalletOption.Create(), CommonOptions.PasswordFile(), AccessLayerUrl.Option(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("login", "A short-lived broker password for the wallet, for any MQTT client.") { wallet, passwordFile, url, data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var http = AccessLayerUrl.Connect(parsed.GetValue(url), parsed.GetValue(data)!);
            var login = await new AccessClient(
                http, WalletOption.Load(parsed.GetValue(wallet), parsed.GetValue(passwordFile)), TimeProvider.System).LoginAsync(cancellationToken);
            if (parsed.GetValue(json)) JsonOutput.Write(login);
            else Show(login);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command WithClient(
        string name, string what, IReadOnlyList<Symbol> symbols, Func<ParseResult, AccessClient, CancellationToken, Task<IReadOnlyList<DeclarationView>>> act)
    {
        var (wallet, passwordFile, url, data, json) = (
            WalletOption.Create(), CommonOptions.PasswordFile(), AccessLayerUrl.Option(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command(name, what) { wallet, passwordFile, url, data, json };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Arguments.Add(argument);
            else command.Options.Add((Option)symbol);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var http = AccessLayerUrl.Connect(parsed.GetValue(url), parsed.GetValue(data)!);
            var views = await act(
                parsed, new AccessClient(http, WalletOption.Load(parsed.GetValue(wallet), parsed.GetValue(passwordFile)), TimeProvider.System),
                cancellationToken);
            if (parsed.GetValue(json)) JsonOutput.Write(views);
            else Show(views);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Show(BrokerLogin login)
    {
        Console.WriteLine($"host {login.Host}\nport {login.Port}");
        Console.WriteLine($"username {login.Username}\npassword {login.Password}");
        Console.WriteLine($"client id {login.ClientIdPrefix}ANYTHING\nlogs in until {login.Expires}");
    }

    private static void Show(IReadOnlyList<DeclarationView> views)
    {
        var table = new Table()
            .RoundedBorder()
            .AddColumn("declaration")
            .AddColumn("provider")
            .AddColumn("consumer")
            .AddColumn("topic")
            .AddColumn("purpose")
            .AddColumn("measurements")
            .AddColumn("status");
        foreach (var view in views)
        {
            table.AddRow(
                view.Id, view.Provider, view.Consumer, Markup.Escape(view.Topic ?? "(text unknown)"), view.Purpose, $"{view.NotBefore} to {view.Expiry}",
                view.Status);
        }

        AnsiConsole.Write(table);
    }

    private static DateTimeOffset? ParseTime(string place, string? text)
    {
        if (text is null) return null;
        return Readings.IsoTime.TryParse(text, out var micros, out var expected)
            ? DateTimeOffset.FromUnixTimeSeconds(micros / 1_000_000)
            : throw new BadInputException($"{place}: found '{text}', expected {expected}");
    }
}
