using System.CommandLine;
using Platone.Bench.Report;
using Platone.Cli.Commands;

namespace Platone.Bench.Ingest;

/// <summary><c>ingest</c>: readings per second from MQTT to certified, beside what the broker and the database could do at the most.</summary>
static class IngestCommand
{
    public static Command Create()
    {
        var readings = BenchOptions.Positive("--readings", "Readings a round.", 120_000);
        var rounds = BenchOptions.Rounds(3);
        var json = CommonOptions.Json();
        const string What = "Readings per second from MQTT to certified, beside a bare subscriber and a bare insert.";
        var command = new Command("ingest", What) { readings, rounds, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await IngestBench.RunAsync(parsed.GetValue(readings), parsed.GetValue(rounds), Console.Error.WriteLine, cancellationToken);
            if (parsed.GetValue(json)) BenchJson.Write(report);
            else IngestTable.Write(report);
            return report.Counts.NothingLost ? ExitCode.Success : ExitCode.No;
        });
        return command;
    }
}
