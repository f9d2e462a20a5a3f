using System.CommandLine;
using System.Globalization;
using Nethereum.JsonRpc.Client;
using Nethereum.Web3;
using Platone.Cli.Hosting;
using Platone.Cli.Output;
using Platone.Contracts.Deployment;
using Platone.Contracts.Sending;
using Platone.Storage;
using Spectre.Console;

namespace Platone.Cli.Commands;

/// <summary><c>platone chain status</c>: where the chain is, where the store stands on it, and what became of every transaction.</summary>
static class ChainCommand
{
    public static Command Create() => new("chain", "The chain as the store knows it.") { Status() };

    private static Command Status()
    {
        var data = CommonOptions.Data();
        var chain = CommonOptions.Chain();
        var last = CommonOptions.Number(
            "--last", "How many of the newest calls are listed; 20 without it. Those that are not over are listed anyway.", "a number from 0 to 10000",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 10_000 ? number : (int?)null);
        var json = CommonOptions.Json();
        var command = new Command(
            "status", "Head, cursor, and the fate of each transaction: pending, mined, final, replaced, refused.") { data, chain, last, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var directory = DataDirectory.Existing(parsed.GetValue(data)!);
            var contracts = ContractLine.LoadOnly(directory.Deployments);
            using var store = Database.OpenReadOnly(directory.Store);
            var url = parsed.GetValue(chain) is { } given ? new Uri(given) : Endpoints.Find(directory)?.Chain;
            var (head, silence) = await HeadAsync(url);
            var outbox = new OutboxStore(store);
            var open = await outbox.OpenAsync(int.MaxValue, cancellationToken);
            var calls = open.Concat(outbox.Newest(parsed.GetValue(last) ?? 20)).DistinctBy(call => call.Id).OrderBy(call => call.Id).ToList();
            var status = new ChainStatus(
                contracts.ChainId, url, head, silence, new ChainStore(store).Position() is { } position ? new(position.Number, position.Hash.ToString()) : null,
                new(outbox.CountUnsigned(), outbox.Count()), [.. calls.Select(CallStatus.Of)]);

            if (parsed.GetValue(json)) JsonOutput.Write(status);
            else Show(status);
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<(HeadStatus? Head, string? Silence)> HeadAsync(Uri? url)
    {
        if (url is null) return (null, "nothing runs with this data; name the chain's node with --chain");

        try
        {
            var head = await ChainHead.ReadAsync(new Web3(url.ToString()));
            return (new(head.Position.Number, head.Position.Hash.ToString(), DateTimeOffset.UtcNow.ToUnixTimeSeconds() - head.Time), null);
        }
        catch (Exception e) when (e is RpcClientUnknownException or RpcClientTimeoutException or RpcResponseException)
        {
            return (null, e.InnerException?.Message ?? e.Message);
        }
    }

    private static void Show(ChainStatus status)
    {
        Console.WriteLine(status.Head is { } head
            ? FormattableString.Invariant($"chain {status.ChainId} at {status.Node}: head {head.Number}, {head.AgeSeconds} s old")
            : $"chain {status.ChainId}: no answer ({status.NoAnswer})");
        Console.WriteLine(status.Cursor is { } cursor ? FormattableString.Invariant($"read up to block {cursor.Number}") : "not read yet");
        var counts = status.Transactions.Fates
            .OrderBy(pair => pair.Key)
            .Select(pair => FormattableString.Invariant($"{pair.Value} {pair.Key.ToString().ToLowerInvariant()}"));
        Console.WriteLine($"transactions: {string.Join(", ", counts.Prepend(FormattableString.Invariant($"{status.Transactions.Unsigned} not signed yet")))}");
        if (status.Calls.Count == 0) return;

        var table = new Table()
            .RoundedBorder()
            .AddColumn("call")
            .AddColumn("account")
            .AddColumn("number")
            .AddColumn("transaction")
            .AddColumn("fate")
            .AddColumn("block")
            .AddColumn("reason");
        foreach (var call in status.Calls)
        {
            if (call.Transactions.Count == 0) table.AddRow(Markup.Escape(call.Purpose), call.Account, "", "", "not signed yet", "", "");
            foreach (var transaction in call.Transactions)
            {
                table.AddRow(
                    Markup.Escape(call.Purpose), call.Account, Text(transaction.Nonce), transaction.Hash, transaction.Fate.ToString().ToLowerInvariant(),
                    Text(transaction.Block), Markup.Escape(transaction.Reason ?? ""));
            }
        }

        AnsiConsole.Write(table);
    }

    private static string Text(ulong? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <param name="NoAnswer">Why there is no head.</param>
    private sealed record ChainStatus(
        ulong ChainId, Uri? Node, HeadStatus? Head, string? NoAnswer, BlockStatus? Cursor, TransactionCounts Transactions, IReadOnlyList<CallStatus> Calls);

    private sealed record HeadStatus(ulong Number, string Hash, long AgeSeconds);

    private sealed record BlockStatus(ulong Number, string Hash);

    private sealed record TransactionCounts(long Unsigned, IReadOnlyDictionary<Fate, long> Fates);

    private sealed record CallStatus(long Id, string Purpose, string Account, IReadOnlyList<TransactionStatus> Transactions)
    {
        public static CallStatus Of(OutboxCall call) =>
            new(call.Id, call.Call.Purpose, call.Account.ToString(), [.. call.Attempts.Select(TransactionStatus.Of)]);
    }

    private sealed record TransactionStatus(string Hash, ulong Nonce, Fate Fate, ulong? Block, ulong? GasUsed, string? Reason)
    {
        public static TransactionStatus Of(Attempt attempt)
        {
            var outcome = attempt.Outcome;
            return new(attempt.Hash.ToString(), attempt.Nonce, outcome.Fate, outcome.Block?.Number, outcome.GasUsed, outcome.Reason);
        }
    }
}
