using System.Globalization;
using System.Numerics;
using Platone.Grid;
using Platone.Grid.PowerFlow;
using Spectre.Console;

namespace Platone.Cli.Grids;

/// <summary>A power flow for people: every bus of a small network; of a large one those with the lowest and highest voltages.</summary>
static class PowerFlowTable
{
    /// <summary>Buses that are shown; of a larger network half of them from either end.</summary>
    private const int Most = 60;

    public static void Write(PowerFlowResult result)
    {
        var network = result.Network;
        WriteVerdict(network, result.Converged, result.Iterations, result.MaxMismatchPu, result.WorstNode);
        var table = new Table().AddColumns("bus", "name", "rated kV", "voltage pu", "angle °");
        foreach (var node in Shown(network, i => result.NodeVoltagesPu[i].Magnitude))
        {
            var voltage = result.NodeVoltagesPu[node];
            table.AddRow(Cells(network.Nodes[node], [Text(voltage.Magnitude, "F5"), Text(Degrees(voltage), "F3")]));
        }

        AnsiConsole.Write(table);
        var given = Sum(result.SourcePowersVA) + Sum(result.GeneratorPowersVA);
        var taken = Sum(result.LoadPowersVA);
        var losses = Sum([.. result.Lines.Select(line => line.FromVA + line.ToVA), .. result.Transformers.Select(one => one.FromVA + one.ToVA)]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"given {given.Real / 1e6:F4} MW {given.Imaginary / 1e6:F4} Mvar, taken {taken.Real / 1e6:F4} MW {taken.Imaginary / 1e6:F4} Mvar, "
            + $"lost in branches {losses.Real / 1e6:F4} MW"));
    }

    public static void Write(AsymmetricPowerFlowResult result)
    {
        var network = result.Network;
        WriteVerdict(network, result.Converged, result.Iterations, result.MaxMismatchPu, result.WorstNode);
        var table = new Table().AddColumns("bus", "name", "rated kV", "a pu", "b pu", "c pu", "a °", "b °", "c °");
        foreach (var node in Shown(network, i => result.NodeVoltagesPu[i].PositiveSequence.Magnitude))
        {
            var (a, b, c) = result.NodeVoltagesPu[node];
            Complex[] phases = [a, b, c];
            table.AddRow(Cells(
                network.Nodes[node],
                [.. phases.Select(voltage => Text(voltage.Magnitude, "F5")), .. phases.Select(voltage => Text(Degrees(voltage), "F3"))]));
        }

        AnsiConsole.Write(table);
    }

    private static void WriteVerdict(Network network, bool converged, int iterations, double mismatchPu, int worstNode)
    {
        if (worstNode < 0) return;

        var worst = network.Nodes[worstNode];
        var name = worst.Name.Length == 0 || worst.Name == worst.Id ? worst.Id : $"{worst.Id} ({worst.Name})";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(converged ? "Converged" : "Did NOT converge")} in {iterations} iterations; "
            + $"greatest mismatch {mismatchPu:E2} pu of {network.BasePowerVA / 1e6:G6} MVA, at bus {name}."));
    }

    private static List<int> Shown(Network network, Func<int, double> magnitude)
    {
        List<int> buses = [.. Enumerable.Range(0, network.Nodes.Count).Where(i => !network.Nodes[i].IsStarPoint)];
        if (buses.Count <= Most) return buses;

        List<int> byVoltage = [.. buses.Where(i => magnitude(i) != 0).OrderBy(magnitude)];
        if (byVoltage.Count <= Most) return byVoltage;

        Console.WriteLine($"Of {buses.Count} buses the {Most / 2} with the lowest and the {Most / 2} with the highest voltages (--json has all):");
        return [.. byVoltage.Take(Most / 2), .. byVoltage.TakeLast(Most / 2)];
    }

    private static string[] Cells(Node node, string[] state) =>
        [Markup.Escape(node.Id), Markup.Escape(node.Name), Text(node.RatedVoltageV / 1000, "G6"), .. state];

    private static Complex Sum(IReadOnlyList<Complex> powers) => powers.Aggregate(Complex.Zero, (sum, power) => sum + power);

    private static double Degrees(Complex voltage) => voltage.Phase * 180 / Math.PI;

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
