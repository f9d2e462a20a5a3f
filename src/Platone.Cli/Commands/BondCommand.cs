using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Nethereum.Web3;
using Platone.Cli.Hosting;
using Platone.Cli.Output;
using Platone.Cli.Wallets;
using Platone.Contracts.Certification;
using Platone.Contracts.Deployment;
using Platone.Cryptography;

namespace Platone.Cli.Commands;

/// <summary><c>platone bond ...</c>: what a certifier puts behind its receipts, and who holds it to them.</summary>
static class BondCommand
{
    public static Command Create() => new("bond", "The bond behind receipts: deposit, look, present an overdue receipt, answer, claim, withdraw.")
    {
        Status(),
        Deposit(),
        Present(),
        Answer(),
        Claim(),
        Withdraw(),
    };

    private static Command Status()
    {
        var certifier = new Option<string?>("--certifier") { Description = "Whose bond; without it the deployment's certifier." };
        var receipt = new Option<string?>("--receipt") { Description = "The id of a presented receipt: what became of it." };
        var (data, chain, json) = (CommonOptions.Data(), CommonOptions.Chain(), CommonOptions.Json());
        var command = new Command("status", "A certifier's bond, and what became of a presented receipt.") { certifier, receipt, data, chain, json };
        command.SetAction(async (parsed, _) =>
        {
            var (url, contracts) = await FindAsync(parsed.GetValue(data)!, parsed.GetValue(chain));
            var whose = parsed.GetValue(certifier) is { } given ? CommonOptions.ParseAddress("--certifier", given) : contracts.Certifier;
            var reader = new BondReader(new Web3(url.ToString()), contracts.CertificationBond);
            var (window, delay) = await reader.TimesAsync();
            var bond = await reader.BondAsync(whose);
            var challenge = parsed.GetValue(receipt) is { } id ? await reader.ChallengeAsync(CommonOptions.ParseHash("--receipt", id)) : null;
            var status = new BondStatus(
                whose.ToString(), contracts.CertificationBond.ToString(), Text(bond.Wei), bond.Open, Text(bond.Omissions), bond.WithdrawableFrom, window, delay,
                challenge is null ? null : ReceiptStatus.Of(challenge));

            if (parsed.GetValue(json)) JsonOutput.Write(status);
            else Show(status);
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Deposit()
    {
        var wei = new Option<string>("--wei") { Description = "How much, in wei.", Required = true };
        var certifier = new Option<string?>("--certifier") { Description = "Whose bond; without it the wallet's own." };
        return WithWallet("deposit", "Add to a certifier's bond.", [wei, certifier], async (parsed, wallet, contracts, cancellationToken) =>
        {
            var amount = ParseWei(parsed.GetValue(wei)!);
            var whose = parsed.GetValue(certifier) is { } given ? CommonOptions.ParseAddress("--certifier", given) : wallet.Address;
            await wallet.DepositAsync(whose, amount, cancellationToken);
            return new("deposit", null, $"{Text(amount)} wei behind the receipts of {whose.ToChecksumString()}");
        });
    }

    private static Command Present()
    {
        var file = new Argument<string>("RECEIPTS") { Description = "A receipt message as it came on the bus or by REST (JSON)." };
        var reading = CommonOptions.Number(
            "--reading", "The id of the reading whose receipt is overdue; not needed where the message has one.", "a number",
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null);
        var provider = new Option<string?>("--provider") { Description = "The provider that the message was for; without it the wallet." };
        const string description = "Present an overdue receipt: its certifier must answer in time, or its bond is yours.";
        return WithWallet("present", description, [file, reading, provider], async (parsed, wallet, contracts, cancellationToken) =>
        {
            var whose = parsed.GetValue(provider) is { } given ? CommonOptions.ParseAddress("--provider", given) : wallet.Address;
            var shown = ReceiptFile.Load(parsed.GetValue(file)!).Show(whose, parsed.GetValue(reading), contracts);
            var id = await wallet.PresentAsync(shown, cancellationToken);
            return new("present", id.ToString(), $"presented receipt {id}");
        });
    }

    private static Command Answer()
    {
        var id = ReceiptArgument();
        var file = new Argument<string>("PROOF") { Description = "The reading's proof file, from `platone proof get`." };
        const string description = "Answer a presented receipt with the proof that its reading is certified.";
        return WithWallet("answer", description, [id, file], async (parsed, wallet, _, cancellationToken) =>
        {
            var receipt = CommonOptions.ParseHash("RECEIPT", parsed.GetValue(id)!);
            await wallet.AnswerAsync(receipt, ReceiptFile.InclusionOf(parsed.GetValue(file)!), cancellationToken);
            return new("answer", receipt.ToString(), $"answered receipt {receipt}");
        });
    }

    private static Command Claim()
    {
        var id = ReceiptArgument();
        const string description = "Settle a receipt that nobody answered in its window: the bond goes to whoever presented it.";
        return WithWallet("claim", description, [id], async (parsed, wallet, _, cancellationToken) =>
        {
            var receipt = CommonOptions.ParseHash("RECEIPT", parsed.GetValue(id)!);
            await wallet.ClaimAsync(receipt, cancellationToken);
            return new("claim", receipt.ToString(), $"claimed receipt {receipt}: its record was omitted");
        });
    }

    private static Command Withdraw()
    {
        var announce = new Option<bool>("--announce") { Description = "Announce that the wallet's bond will be taken back." };
        var cancel = new Option<bool>("--cancel") { Description = "Call the announcement off." };
        var credit = new Option<bool>("--credit") { Description = "Take what the wallet won with receipts, not its bond." };
        const string description = "Take the wallet's bond back, after its announcement's delay; or what it won.";
        return WithWallet("withdraw", description, [announce, cancel, credit], async (parsed, wallet, _, cancellationToken) =>
        {
            switch (parsed.GetValue(announce), parsed.GetValue(cancel), parsed.GetValue(credit))
            {
                case (true, false, false):
                    await wallet.AnnounceWithdrawalAsync(cancellationToken);
                    return new("announce", null, "the withdrawal is announced");
                case (false, true, false):
                    await wallet.CancelWithdrawalAsync(cancellationToken);
                    return new("cancel", null, "the withdrawal is called off");
                case (false, false, true):
                    await wallet.WithdrawCreditAsync(cancellationToken);
                    return new("credit", null, "what the wallet won is paid");
                case (false, false, false):
                    await wallet.WithdrawAsync(cancellationToken);
                    return new("withdraw", null, "the bond is paid back");
                default:
                    throw new BadInputException("withdraw: found several of --announce, --cancel and --credit, expected one at the most");
            }
        });
    }

    private static Command WithWallet(
        string name, string what, IReadOnlyList<Symbol> symbols, Func<ParseResult, BondWallet, ContractLine, CancellationToken, Task<BondDone>> act)
    {
        var (wallet, passwordFile, data, chain, json) = (
            WalletOption.Create(), CommonOptions.PasswordFile(), CommonOptions.Data(), CommonOptions.Chain(), CommonOptions.Json());
        var command = new Command(name, what) { wallet, passwordFile, data, chain, json };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Arguments.Add(argument);
            else command.Options.Add((Option)symbol);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var key = WalletOption.Load(parsed.GetValue(wallet), parsed.GetValue(passwordFile));
            var (url, contracts) = await FindAsync(parsed.GetValue(data)!, parsed.GetValue(chain));
            var done = await act(parsed, await BondWallet.ConnectAsync(url, key, contracts), contracts, cancellationToken);
            if (parsed.GetValue(json)) JsonOutput.Write(done);
            else Console.WriteLine(done.Text);
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<(Uri Chain, ContractLine Contracts)> FindAsync(string data, string? chain)
    {
        var directory = DataDirectory.Existing(data);
        var url = chain is not null
            ? new Uri(chain)
            : Endpoints.Find(directory)?.Chain ?? throw new BadInputException("--chain: nothing runs with this data; name the chain's node");
        var contracts = ContractLine.LoadOnly(directory.Deployments);
        await ContractDeployer.RefuseOtherChainAsync(url, contracts, directory.Deployments);
        return (url, contracts);
    }

    private static void Show(BondStatus status)
    {
        Console.WriteLine(
            FormattableString.Invariant($"{status.Certifier}: {status.Wei} wei, {status.Open} presented receipts open, {status.Omissions} omissions"));
        if (status.WithdrawableFrom is { } from) Console.WriteLine($"a withdrawal is announced, for {Time(from)}");
        if (status.Receipt is { } receipt) Console.WriteLine($"receipt {receipt.Id}: {receipt.Status}, window until {Time(receipt.Deadline)}");
    }

    private static Argument<string> ReceiptArgument() => new("RECEIPT") { Description = "The receipt's id, as `present` told it." };

    private static BigInteger ParseWei(string text) =>
        BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var wei) && wei > 0 && wei <= (BigInteger)UInt128.MaxValue
            ? wei
            : throw new BadInputException($"--wei: found '{text}', expected a whole number from 1 to 2^128 - 1");

    private static string Text(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(ulong seconds) =>
        DateTimeOffset.FromUnixTimeSeconds((long)seconds).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <param name="Wei">Decimal text, as all amounts: JSON's numbers are too short.</param>
    private sealed record BondStatus(
        string Certifier, string Contract, string Wei, ulong Open, string Omissions, ulong? WithdrawableFrom, uint WindowSeconds, uint WithdrawalDelaySeconds,
        ReceiptStatus? Receipt);

    private sealed record ReceiptStatus(string Id, ChallengeStatus Status, string Certifier, string Presenter, ulong Deadline)
    {
        public static ReceiptStatus Of(Challenge challenge) => new(
            challenge.Id.ToString(), challenge.Status, challenge.Certifier.ToString(), challenge.Presenter.ToString(), challenge.Deadline);
    }

    private sealed record BondDone(string Done, string? Receipt, string Text);
}
