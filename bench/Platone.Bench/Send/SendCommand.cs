using System.CommandLine;
using System.Globalization;
using Platone.Bench.Report;
using Platone.Cli.Commands;

namespace Platone.Bench.Send;

/// <summary><c>send</c>: transactions per second through outbox and sender.</summary>
static class SendCommand
{
    public static Command Create()
    {
        var transactions = BenchOptions.Positive("--transactions", "Transactions a round.", 10_000);
        var rounds = BenchOptions.Rounds(3);
        var json = CommonOptions.Json();
        var command = new Command("send", "Transactions per second through outbox and sender, beside the node alone.") { transactions, rounds, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await SendBench.RunAsync(parsed.GetValue(transactions), parsed.GetValue(rounds), Console.Error.WriteLine, cancellationToken);
            if (parsed.GetValue(json)) BenchJson.Write(report);
            else Write(report);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(SendReport report)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.SenderTransactionsPerSecond:N0} transactions a second through outbox and sender, "
            + $"{report.BareTransactionsPerSecond:N0} handed to the node alone"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"aim: at least {report.AimTransactionsPerSecond:N0} through the sender: {(report.AimMet ? "met" : "NOT met")}"));
        Console.WriteLine(report.Machine);
    }
}
