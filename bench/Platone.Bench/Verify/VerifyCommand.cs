using System.CommandLine;
using System.Globalization;
using Platone.Bench.Report;
using Platone.Cli.Commands;

namespace Platone.Bench.Verify;

/// <summary><c>verify</c>: proof files verified per second.</summary>
static class VerifyCommand
{
    public static Command Create()
    {
        var rounds = BenchOptions.Rounds(5);
        var json = CommonOptions.Json();
        var command = new Command("verify", "Proof files verified per second in one process, beside their hashes alone.") { rounds, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await VerifyBench.RunAsync(parsed.GetValue(rounds), Console.Error.WriteLine, cancellationToken);
            if (parsed.GetValue(json)) BenchJson.Write(report);
            else Write(report);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(VerifyReport report)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.FilesPerSecond:N0} proof files of {report.FileBytes:N0} bytes verified a second, "
            + $"{report.HashesAloneFilesPerSecond:N0} by their hashes alone"));
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"aim: at least {report.AimFilesPerSecond:N0} a second: {(report.AimMet ? "met" : "NOT met")}"));
        Console.WriteLine(report.Machine);
    }
}
