using System.CommandLine;
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
        Revoke(),
        Decide(RegistryDecision.Renounce, "Withdraw an own request, or give up what was accepted.", DeclarationStatus.Renounced),
        Delegate(),
        List(),
        Status(),
        UsageCommand.Create(),
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
            var declaration = await client.RequestAsync(
                giving, parsed.GetValue(topic) ?? $"data/{giving}/#", parsed.GetValue(means), parsed.GetValue(purpose),
                ParseTime("--not-before", parsed.GetValue(from)) ?? now, ParseTime("--expiry", parsed.GetValue(until)) ?? now.AddDays(30), cancellationToken);
            return [await client.WaitForAsync(declaration, DeclarationStatus.Requested, Patience, cancellationToken)];
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

    private static Command Revoke()
    {
        var id = new Argument<string?>("ID") { Description = "The declaration.", Arity = ArgumentArity.ZeroOrOne };
        var consumer = new Option<string?>("--all-of") { Description = "Instead of one: all that was accepted of this consumer, in one transaction." };
        var everything = new Option<bool>("--everything") { Description = "Instead of one: all that was accepted, in one transaction." };
        const string What = "Take an acceptance back, or all of them; the stream stops.";
        return WithClient("revoke", What, [id, consumer, everything], async (parsed, client, cancellationToken) =>
        {
            var (one, of, all) = (parsed.GetValue(id), parsed.GetValue(consumer), parsed.GetValue(everything));
            if (new[] { one is not null, of is not null, all }.Count(named => named) != 1)
                throw new BadInputException("expected ID, or --all-of CONSUMER, or --everything");
            if (one is null) return await RevokeAllAsync(client, of is null ? null : CommonOptions.ParseAddress("--all-of", of), cancellationToken);

            var declaration = CommonOptions.ParseHash("ID", one);
            // A consumer that takes back what it has renounces it: the record says who ended it.
            var isOwn = (await client.DeclarationsAsync(cancellationToken))
                .Any(view => view.Id == declaration.ToString() && view.Consumer == client.Wallet.ToString());
            var (decision, outcome) = isOwn
                ? (RegistryDecision.Renounce, DeclarationStatus.Renounced)
                : (RegistryDecision.Revoke, DeclarationStatus.Revoked);
            await client.DecideAsync(decision, declaration, cancellationToken);
            return [await client.WaitForAsync(declaration, outcome, Patience, cancellationToken)];
        });
    }

    /// <returns>Those that were revoked.</returns>
    private static async Task<IReadOnlyList<DeclarationView>> RevokeAllAsync(AccessClient client, Address? consumer, CancellationToken cancellationToken)
    {
        var standing = (await client.DeclarationsAsync(cancellationToken)).Where(view =>
            view.Status == nameof(DeclarationStatus.Accepted) && view.Provider == client.Wallet.ToString()
            && (consumer is null || view.Consumer == consumer.ToString()));
        await client.RevokeAllAsync(consumer, cancellationToken);
        var revoked = new List<DeclarationView>();
        foreach (var view in standing)
            revoked.Add(await client.WaitForAsync(Hash256.Parse(view.Id), DeclarationStatus.Revoked, Patience, cancellationToken));
        return revoked;
    }

    private static Command Delegate()
    {
        var wallet = new Argument<string>("WALLET") { Description = "Who may accept, reject and revoke for the provider." };
        var until = new Option<string?>("--until") { Description = "When that ends (ISO 8601); 30 days from now without it." };
        var end = new Option<bool>("--end") { Description = "It may no more." };
        const string What = "Let another wallet decide about requests for this one.";
        return WithClient("delegate", What, [wallet, until, end], async (parsed, client, cancellationToken) =>
        {
            if (parsed.GetValue(end) && parsed.GetValue(until) is not null) throw new BadInputException("--end: expected it without --until");

            DateTimeOffset? moment = parsed.GetValue(end) ? null : ParseTime("--until", parsed.GetValue(until)) ?? DateTimeOffset.UtcNow.AddDays(30);
            await client.DelegateAsync(CommonOptions.ParseAddress("WALLET", parsed.GetValue(wallet)!), moment, cancellationToken);
            await Console.Error.WriteLineAsync("sent to the chain: it holds with the next block");
            return [];
        });
    }

    private static Command List()
    {
        var provider = new Option<string?>("--provider") { Description = "Those of a provider that lets the wallet decide for it." };
        return WithClient("list", "The declarations that concern the wallet.", [provider], (parsed, client, cancellationToken) =>
            client.DeclarationsAsync(parsed.GetValue(provider) is { } giving ? CommonOptions.ParseAddress("--provider", giving) : null, cancellationToken));
    }

    private static Command Status()
    {
        var id = new Argument<string>("ID") { Description = "The declaration." };
        var at = new Option<string?>("--at") { Description = "The moment (ISO 8601); now without it." };
        return WithClient("status", "A declaration's status, now or at a past moment.", [id, at], async (parsed, client, cancellationToken) =>
            [await client.DeclarationAsync(CommonOptions.ParseHash("ID", parsed.GetValue(id)!), parsed.GetValue(at), cancellationToken)]);
    }

    private static Command Login() => WalletCall.Create(
        "login", "A short-lived broker password for the wallet, for any MQTT client.", [],
        (_, client, cancellationToken) => client.LoginAsync(cancellationToken), Show);

    private static Command WithClient(
        string name, string what, IReadOnlyList<Symbol> symbols,
        Func<ParseResult, AccessClient, CancellationToken, Task<IReadOnlyList<DeclarationView>>> ask) =>
        WalletCall.Create(name, what, symbols, ask, Show);

    private static void Show(BrokerLogin login)
    {
        Console.WriteLine($"host {login.Host}\nport {login.Port}{(login.Scheme == BrokerLogin.Tls ? " (TLS)" : "")}");
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
