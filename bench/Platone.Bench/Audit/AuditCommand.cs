using System.CommandLine;
using System.Globalization;
using Platone.Bench.Report;
using Platone.Cli.Commands;

namespace Platone.Bench.Audit;

/// <summary><c>audit</c>: readings of a store audited per second, and the memory that takes.</summary>
static class AuditCommand
{
    public static Command Create()
    {
        var readings = BenchOptions.Positive("--readings", "Readings in the store.", 400_000);
        var rounds = BenchOptions.Rounds(3);
        var store = new Option<string?>("--store") { Description = "Measure once, of this store, in this process: what each round starts.", Hidden = true };
        var json = CommonOptions.Json();
        var command = new Command(
            "audit", "Readings of a store audited per second, beside its rows and its hashes alone, and memory.") { readings, rounds, store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(store) is { } path)
            {
                BenchJson.Write(await AuditRound.RunAsync(path, cancellationToken));
                return ExitCode.Success;
            }

            var report = await AuditBench.RunAsync(parsed.GetValue(readings), parsed.GetValue(rounds), Console.Error.WriteLine, cancellationToken);
            if (parsed.GetValue(json)) BenchJson.Write(report);
            else Write(report);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(AuditReport report)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.ReadingsPerSecond:N0} readings audited a second ({report.ColdReadingsPerSecond:N0} the first time through), "
            + $"{report.ProcessorMicrosPerReading} us of processor time each; {report.PeakMegabytes} MB of memory at the most"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"alone, on one thread: {report.RowsAloneReadingsPerSecond:N0} rows read a second, {report.HashesAloneReadingsPerSecond:N0} readings hashed"));
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"aim: at least {report.AimReadingsPerSecond:N0} a second: {(report.AimMet ? "met" : "NOT met")}"));
        Console.WriteLine(report.Machine);
    }
}
