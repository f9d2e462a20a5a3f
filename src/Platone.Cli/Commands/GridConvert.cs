using System.CommandLine;
using Platone.Cli.Grids;
using Platone.Grid;
using Platone.Grid.Formats.PowerGridModel;
using Platone.Grid.Formats.Psse;
using Platone.Grid.PowerFlow;

namespace Platone.Cli.Commands;

/// <summary><c>platone grid convert</c>.</summary>
static class GridConvert
{
    private const int RawVersion = 33;

    public static Command Create()
    {
        var input = GridCommand.Path("IN");
        var output = new Argument<string>("OUT") { Description = "The file to write: .raw for PSS/E, .json for power-grid-model." };
        var version = new Option<int>("--version") { Description = "Of the PSS/E file: 33.", DefaultValueFactory = _ => RawVersion };
        version.AcceptOnlyFromAmong($"{RawVersion}");
        var command = new Command("convert", "Write a network in another format: PSS/E RAW 33, or power-grid-model JSON.") { input, output, version };
        command.SetAction((parsed, _) =>
        {
            var path = parsed.GetValue(output)!;
            Func<Network, Stream, IReadOnlyList<string>> write = Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".raw" => WriteRaw,
                ".json" => WritePowerGridModel,
                var other => throw new BadInputException(
                    $"{path}: found {(other.Length == 0 ? "no extension" : other)}, expected .raw (PSS/E) or .json (power-grid-model)"),
            };
            var network = GridFile.Read(parsed.GetValue(input)!).Network;
            GridCommand.TellLeftOut(network.LeftOut);
            WholeFile.Write(path, stream =>
            {
                foreach (var warning in write(network, stream)) Console.Error.WriteLine(warning);
            });
            Console.WriteLine($"{network.Nodes.Count} nodes written to {path}");
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static IReadOnlyList<string> WriteRaw(Network network, Stream stream) => PsseRawWriter.Write(network, stream);

    /// <summary>A generator can hold the voltage of its own node alone: which one that is where it holds another's, the solved state tells.</summary>
    private static IReadOnlyList<string> WritePowerGridModel(Network network, Stream stream)
    {
        var solved = network.Generators.Any(generator => generator.Target is not null) ? SymmetricPowerFlow.Solve(network) : null;
        return PowerGridModelWriter.Write(stream, network, solved is { Converged: true } ? solved : null).Warnings;
    }
}
