using System.CommandLine;
using System.Globalization;
using Platone.Bench.Report;
using Platone.Cli.Commands;

namespace Platone.Bench.Plugin;

/// <summary><c>plugin</c>: what asking our plugin costs the broker, beside no plugin, Debian's and the same check in C.</summary>
static class PluginCommand
{
    public static Command Create()
    {
        var grants = BenchOptions.Positive("--grants", "Grants in the table; a multiple of 1,000, at least 20,000.", 100_000);
        var messages = BenchOptions.Positive("--messages", "Messages a round, each heard by ten subscribers.", 2_000);
        var rounds = BenchOptions.Rounds(25);
        var snapshot = BenchOptions.Positive("--snapshot", "Grants in the snapshot whose loading is measured.", 300_000);
        var json = CommonOptions.Json();
        const string What = "What asking the plugin costs the broker for each delivery, beside no plugin, Debian's and the same check in C.";
        var command = new Command("plugin", What) { grants, messages, rounds, snapshot, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await PluginBench.RunAsync(
                parsed.GetValue(grants), parsed.GetValue(messages), parsed.GetValue(rounds), parsed.GetValue(snapshot), Console.Error.WriteLine,
                cancellationToken);
            if (parsed.GetValue(json)) BenchJson.Write(report);
            else Write(report);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(PluginReport report)
    {
        Console.WriteLine(Text($"{report.Grants:N0} grants, {report.MessagesPerRound:N0} messages a round for {report.SubscribersPerMessage} subscribers"));
        foreach (var figures in report.Deliveries)
        {
            Console.WriteLine(Text($"QoS {figures.Qos}, CPU of the broker for one delivery:"));
            foreach (var (name, microseconds) in figures.CpuMicrosecondsPerDelivery) Console.WriteLine(Text($"  {microseconds,8:F3} us  {name}"));
            Console.WriteLine(Text($"  platone: {figures.RatioToC:F3} of the check in C, {figures.RatioToNoPlugin:F3} of no plugin"));
        }

        Console.WriteLine(report.Snapshot);
        Console.WriteLine(Text(
            $"aims: at most {report.AimRatioToC} of C, a snapshot in {report.AimSecondsToServed} s and {report.AimResidentMebibytes} MiB: ")
            + (report.AimMet ? "met" : "NOT met"));
        Console.WriteLine(report.Machine);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
