using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Text;
using Platone.Cli.Grids;
using Platone.Cli.Output;
using Platone.Grid;
using Platone.Grid.Drawing;
using Platone.Grid.Topology;

namespace Platone.Cli.Commands;

/// <summary><c>platone grid show</c>.</summary>
static class GridShow
{
    public static Command Create()
    {
        var path = GridCommand.Path();
        var graph = new Option<string?>("--graph") { Description = "A file to draw the network into (SVG)." };
        var json = CommonOptions.Json();
        var command = new Command("show", "What a network is made of, in counts and totals; and a picture of it.") { path, graph, json };
        command.SetAction((parsed, _) =>
        {
            var network = GridFile.Read(parsed.GetValue(path)!).Network;
            GridCommand.TellLeftOut(network.LeftOut);
            var summary = Summary.Of(network);
            if (parsed.GetValue(graph) is { } picture) WholeFile.Write(picture, stream => Draw(network, stream));

            if (parsed.GetValue(json)) JsonOutput.WriteSnakeCase(summary);
            else Write(summary, parsed.GetValue(graph));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static void Draw(Network network, Stream stream)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        NetworkDrawing.Write(network, text);
    }

    private static void Write(Summary summary, string? picture)
    {
        Console.WriteLine(
            $"{summary.Nodes} nodes on {summary.Buses} buses, {summary.Islands} islands, {summary.NodesWithoutSource} nodes that no source reaches");
        foreach (var level in summary.Levels) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {level.RatedKv:G6} kV: {level.Nodes} nodes"));
        Console.WriteLine(
            $"{summary.Lines} lines, {summary.Transformers} transformers with two windings, {summary.ThreeWindingTransformers} with three, "
            + $"{summary.Links} links ({summary.OpenLinks} open)");
        Console.WriteLine(
            $"{summary.Sources} sources, {summary.Generators} generators ({summary.VoltageControls} hold a voltage), "
            + $"{summary.Loads} loads, {summary.Shunts} shunts");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"connected: load {summary.LoadMw:F4} MW {summary.LoadMvar:F4} Mvar, "
            + $"generation {summary.GenerationMw:F4} MW {summary.GenerationMvar:F4} Mvar"));
        if (picture is not null) Console.WriteLine($"drawn into {picture}");
    }

    /// <param name="NodesWithoutSource">Nodes that no source reaches.</param>
    private sealed record Summary(
        int Nodes, int Buses, int Islands, int NodesWithoutSource, IReadOnlyList<Level> Levels, int Lines, int Transformers, int ThreeWindingTransformers,
        int Links, int OpenLinks, int Sources, int Generators, int VoltageControls, int Loads, int Shunts, double LoadMw, double LoadMvar,
        double GenerationMw, double GenerationMvar, IReadOnlyList<string> LeftOut)
    {
        public static Summary Of(Network network)
        {
            var compiled = CompiledNetwork.Compile(network);
            var levels = network.Nodes.Where(node => !node.IsStarPoint).CountBy(node => node.RatedVoltageV);
            var load = network.Loads.Where(load => load.IsConnected).Aggregate(Complex.Zero, (sum, one) => sum + AtRated(one.Power));
            var generation = network.Generators.Where(generator => generator.IsConnected).Aggregate(Complex.Zero, (sum, one) => sum + AtRated(one.Power));
            return new(
                network.Nodes.Count(node => !node.IsStarPoint), compiled.BusCount, compiled.IslandCount, compiled.NodesWithoutSource,
                [.. levels.OrderByDescending(level => level.Key).Select(level => new Level(level.Key / 1000, level.Value))],
                network.Lines.Count, network.Transformers.Count - 3 * network.ThreeWindingTransformers.Count, network.ThreeWindingTransformers.Count,
                network.Links.Count, network.Links.Count(link => !link.IsClosed), network.Sources.Count, network.Generators.Count,
                network.Generators.Count(generator => generator.Target is not null), network.Loads.Count, network.Shunts.Count,
                load.Real / 1e6, load.Imaginary / 1e6, generation.Real / 1e6, generation.Imaginary / 1e6, network.LeftOut);
        }

        private static Complex AtRated(ZipPower power) => power.Power.Total + power.Current.Total + power.Impedance.Total;
    }

    private sealed record Level(double RatedKv, int Nodes);
}
