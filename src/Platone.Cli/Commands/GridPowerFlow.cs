using System.CommandLine;
using System.Globalization;
using Platone.Cli.Grids;
using Platone.Cli.Output;
using Platone.Grid.Formats.PowerGridModel;
using Platone.Grid.PowerFlow;
using Platone.Grid.Topology;

namespace Platone.Cli.Commands;

/// <summary><c>platone grid powerflow</c>.</summary>
static class GridPowerFlow
{
    public static Command Create()
    {
        var path = GridCommand.Path();
        var asymmetric = new Option<bool>("--asymmetric") { Description = "Three phases, each by itself; without it the balanced power flow." };
        var flat = new Option<bool>("--flat")
        {
            Description = "Start at the voltages without load; without it at those that the file gives, where it gives all.",
        };
        var limits = new Option<bool>("--limits") { Description = "A generator that needs more reactive power than it has lets its voltage go." };
        var iterations = CommonOptions.Number(
            "--iterations", "The most that may be taken; 30 without it.", "a number from 1 to 1000",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1000 ? number : (int?)null);
        var update = new Option<string?>("--update") { Description = "A power-grid-model update dataset: solves each of its scenarios; with --format pgm." };
        var format = new Option<string?>("--format")
        {
            Description = "pgm writes power-grid-model's output dataset on standard output, of power-grid-model input.",
        };
        format.AcceptOnlyFromAmong("pgm");
        var json = CommonOptions.Json();
        var command = new Command("powerflow", "Solve the power flow of a network: the voltage of every bus and the flow through every branch.")
        {
            path, asymmetric, flat, limits, iterations, update, format, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new PowerFlowOptions
            {
                Start = parsed.GetValue(flat) ? PowerFlowStart.Flat : PowerFlowStart.GivenOrFlat,
                EnforceReactiveLimits = parsed.GetValue(limits),
                MaxIterations = parsed.GetValue(iterations) ?? PowerFlowOptions.Default.MaxIterations,
            };
            if (parsed.GetValue(limits) && parsed.GetValue(asymmetric))
                throw new BadInputException("--limits: found it beside --asymmetric, expected it for balanced power flows");
            if (parsed.GetValue(update) is not null && parsed.GetValue(format) is null)
                throw new BadInputException("--update: found it without --format pgm, expected both");

            var file = GridFile.Read(parsed.GetValue(path)!);
            if (!file.Network.Sources.Any(source => source.IsConnected))
                throw new BadInputException($"{file.Path}: found no connected source, expected a slack bus, an external grid or a reference generator");

            GridCommand.TellLeftOut(file.Network.LeftOut);
            var isAsymmetric = parsed.GetValue(asymmetric);
            if (parsed.GetValue(format) is not null)
                return Task.FromResult(WriteDataset(file, parsed.GetValue(update), isAsymmetric, options, cancellationToken));
            return Task.FromResult(isAsymmetric ? SolveAsymmetric(file, options, parsed.GetValue(json)) : SolveSymmetric(file, options, parsed.GetValue(json)));
        });
        return command;
    }

    private static int SolveSymmetric(GridFile file, PowerFlowOptions options, bool asJson)
    {
        var result = SymmetricPowerFlow.Solve(file.Network, options);
        if (asJson) JsonOutput.WriteSnakeCase(PowerFlowDocument.Of(result));
        else PowerFlowTable.Write(result);
        return Answer(result.Converged);
    }

    private static int SolveAsymmetric(GridFile file, PowerFlowOptions options, bool asJson)
    {
        var result = AsymmetricPowerFlow.Solve(file.Network, options);
        if (asJson) JsonOutput.WriteSnakeCase(PowerFlowDocument.Of(result));
        else PowerFlowTable.Write(result);
        return Answer(result.Converged);
    }

    private static int WriteDataset(GridFile file, string? updatePath, bool isAsymmetric, PowerFlowOptions options, CancellationToken cancellationToken)
    {
        if (file.Input is not { } input) throw new BadInputException($"--format pgm: found {file.Path}, expected a power-grid-model input dataset");

        using var output = Console.OpenStandardOutput();
        if (updatePath is null)
        {
            if (isAsymmetric)
            {
                var phases = AsymmetricPowerFlow.Solve(input.Network, options);
                PowerGridModelOutput.Write(output, input, phases);
                return Answer(phases.Converged);
            }

            var balanced = SymmetricPowerFlow.Solve(input.Network, options);
            PowerGridModelOutput.Write(output, input, balanced);
            return Answer(balanced.Converged);
        }

        var scenarios = ReadScenarios(updatePath, input);
        if (isAsymmetric)
        {
            var states = scenarios.ConvertAll(scenario => AsymmetricPowerFlow.Solve(scenario.Network, options));
            PowerGridModelOutput.WriteBatch(output, scenarios.Zip(states));
            return Answer(states.TrueForAll(state => state.Converged));
        }

        var networks = scenarios.ConvertAll(scenario => scenario.Network);
        var results = PowerFlowBatch.Solve(CompiledNetwork.Compile(input.Network), networks, options, Environment.ProcessorCount, cancellationToken);
        PowerGridModelOutput.WriteBatch(output, scenarios.Zip(results));
        return Answer(results.All(result => result.Converged));
    }

    private static List<PowerGridModelInput> ReadScenarios(string path, PowerGridModelInput input)
    {
        using var stream = File.OpenRead(path);
        var update = PowerGridModelReader.ReadUpdate(stream, path);
        return [.. Enumerable.Range(0, update.Count).Select(scenario => update.Apply(scenario, input))];
    }

    private static int Answer(bool converged) => converged ? ExitCode.Success : ExitCode.No;
}
