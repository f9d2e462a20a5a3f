using System.CommandLine;
using System.Diagnostics;
using Platone.Cli.Hosting;

namespace Platone.Cli.Commands;

/// <summary><c>platone bench NAME</c>: launches a bench, which is a program of its own so that nothing of this one is measured with it.</summary>
static class BenchCommand
{
    public static Command Create() => new("bench", "Measure: figures with units in their names, beside what they are to be compared with.")
    {
        Bench("ingest", "Readings per second from MQTT to certified, beside a bare subscriber and a bare insert."),
        Bench("certify", "Leaves per second, and gas per reading."),
    };

    private static Command Bench(string name, string what)
    {
        var readings = new Option<int?>("--readings") { Description = "How many readings; the bench's own number without it." };
        var rounds = new Option<int?>("--rounds") { Description = "How many rounds, of which medians are told." };
        var json = CommonOptions.Json();
        var command = new Command(name, what) { readings, rounds, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            List<string> arguments = [BenchProgram(), name];
            if (parsed.GetValue(readings) is { } count) arguments.AddRange(["--readings", count.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            if (parsed.GetValue(rounds) is { } times) arguments.AddRange(["--rounds", times.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            if (parsed.GetValue(json)) arguments.Add("--json");

            using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)) ?? throw new IOException("dotnet did not start.");
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        });
        return command;
    }

    private static string BenchProgram() =>
        Repository.Find("artifacts/bin/Platone.Bench/release/Platone.Bench.dll")
        ?? throw new BadInputException("The benches are not built: dotnet build -c Release bench/Platone.Bench");
}
