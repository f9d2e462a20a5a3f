using System.Numerics;
using Platone.Grid;

namespace Platone.Bench.PowerFlow;

/// <summary>A medium-voltage grid as a seed gives it: one source, twenty feeders that branch, cables with charging, a load at every node.</summary>
static class RadialGrid
{
    private const int Feeders = 20, Seed = 20261127;

    public static Network Of(int nodes)
    {
        var random = new Random(Seed);
        var (all, lines, loads) = (new List<Node> { new("0", "", 10_500) }, new List<Line>(), new List<Load>());
        for (var feeder = 0; feeder < Feeders; feeder++)
        {
            var (first, length) = (all.Count, (nodes - 1 + feeder) / Feeders);
            for (var i = 0; i < length; i++)
            {
                var node = all.Count;
                var from = i == 0 ? 0 : random.Next(10) < 7 ? node - 1 : first + random.Next(i);
                all.Add(new($"{node}", "", 10_500));
                lines.Add(new($"l{node}", "", from, node, true, true) { PositiveSequence = Cable(random) });
                loads.Add(new($"d{node}", "", node, true, ZipPower.OfPower(new Complex(2500, 800) * random.NextDouble())));
            }
        }

        return new() { Nodes = all, Lines = lines, Loads = loads, Sources = [new("s", "", 0, true, 10_500, 0)], BasePowerVA = 1e6 };
    }

    /// <summary>Some 100 m of cable.</summary>
    private static PiCircuit Cable(Random random) =>
        PiCircuit.Of(new(0.01 + 0.02 * random.NextDouble(), 0.008 + 0.005 * random.NextDouble()), new(0, 1e-5 * random.NextDouble()));
}
