using System.CommandLine;
using Platone.Bench.Report;
using Platone.Cli.Commands;
using Platone.Grid.Formats.Matpower;
using Spectre.Console;

namespace Platone.Bench.PowerFlow;

/// <summary><c>powerflow</c>: balanced power flows of radial grids and of published cases.</summary>
static class PowerFlowCommand
{
    public static Command Create()
    {
        var cases = new Option<string?>("--cases") { Description = "A folder of MATPOWER cases to solve beside the radial grids." };
        var scenarios = BenchOptions.Positive("--scenarios", "In a batch.", 1000);
        var rounds = BenchOptions.Rounds(50);
        var json = CommonOptions.Json();
        var command = new Command("powerflow", "Milliseconds of a balanced power flow: cold, on a compiled network, a scenario of a batch; by phase.")
        {
            cases, scenarios, rounds, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var all = RadialCases().Concat(PublishedCases(parsed.GetValue(cases))).ToList();
            var report = PowerFlowBench.Run(all, parsed.GetValue(rounds), parsed.GetValue(scenarios), Console.Error.WriteLine, cancellationToken);
            if (parsed.GetValue(json)) BenchJson.Write(report);
            else Write(report);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static IEnumerable<PowerFlowCase> RadialCases() =>
    [
        new("radial, 1,804 nodes", RadialGrid.Of(1804), 0.5, 2.1, 2.9, 2.8),
        new("radial, 15,421 nodes", RadialGrid.Of(15_421), 0.5, 16.8, 53, 58),
    ];

    private static IEnumerable<PowerFlowCase> PublishedCases(string? folder)
    {
        if (folder is null) yield break;

        foreach (var file in Directory.GetFiles(folder, "*.m").Order())
        {
            using var stream = File.OpenRead(file);
            var network = MatpowerReader.Read(stream, file);
            if (network.Nodes.Count >= 1000) yield return new(Path.GetFileNameWithoutExtension(file), network, 0.02);
        }
    }

    private static void Write(PowerFlowReport report)
    {
        var table = new Table().AddColumns(
            "case", "buses", "iterations", "cold ms", "compiled ms", "mathematics ms", "batch ms", "all cores", "compile", "matrix", "injections",
            "iterating", "voltages", "flows", "ns per bus and iteration", "best mathematics", "best batch mathematics",
            "reference ms: total, mathematics, batch");
        foreach (var row in report.Cases)
        {
            table.AddRow(
                row.Name, $"{row.Buses}", $"{row.Iterations}", $"{row.ColdMs:F2}", $"{row.CompiledMs:F2}", $"{row.MathematicsMs:F2}", $"{row.BatchMs:F3}",
                $"{row.BatchAllCoresMs:F3}",
                $"{row.CompileMs:F2}", $"{row.MatrixMs:F2}", $"{row.InjectionsMs:F2}", $"{row.IterationsMs:F2}", $"{row.VoltagesMs:F2}", $"{row.FlowsMs:F2}",
                $"{row.NanosecondsPerBusAndIteration:F0}", $"{row.MathematicsBestMs:F2}", $"{row.BatchMathematicsBestMs:F3}",
                row.ReferenceTotalMs is null ? "" : $"{row.ReferenceTotalMs} {row.ReferenceMathematicsMs} {row.ReferenceBatchMs}");
        }

        AnsiConsole.Write(table);
        Console.WriteLine($"aims (half of the reference's mathematics compiled, a fifth in batches): {(report.AimsMet ? "met" : "NOT met")}");
        Console.WriteLine(report.Machine);
    }
}
