using System.CommandLine;
using Platone.Bench.Report;
using Platone.Cli.Commands;

namespace Platone.Bench.Certify;

/// <summary><c>certify</c>: leaves per second, a large tree, transactions signed per second, and gas per reading.</summary>
static class CertifyCommand
{
    public static Command Create()
    {
        var rounds = BenchOptions.Rounds(5);
        var json = CommonOptions.Json();
        var command = new Command(
            "certify", "Leaves per second beside the bare hashes, a large tree, signatures, and gas per reading on a chain of its own.") { rounds, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await CertifyBench.RunAsync(parsed.GetValue(rounds), Console.Error.WriteLine, cancellationToken);
            if (parsed.GetValue(json)) BenchJson.Write(report);
            else CertifyTable.Write(report);
            return ExitCode.Success;
        });
        return command;
    }
}
