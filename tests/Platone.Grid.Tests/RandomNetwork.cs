using System.Numerics;

namespace Platone.Grid.Tests;

/// <summary>
/// A network of any shape that a seed gives: lines with charging, transformers with taps, open ends, links, shunts, sources with and without impedance,
/// loads of every kind, generators that hold a voltage.
/// </summary>
static class RandomNetwork
{
    private static readonly TapStep[] Steps = [new(0.95, 0), new(0.975, 0.01), new(1, 0), new(1.025, 0.01) { ReactanceFactor = 1.02 }, new(1.05, -0.01)];

    public static Network Of(int seed, bool withZeroSequence = false)
    {
        var random = new Random(seed);
        var count = random.Next(3, 25);
        var nodes = Enumerable.Range(0, count).Select(i => new Node($"n{i}", "", i % 3 == 0 ? 20_000 : 10_000)).ToList();
        var (lines, transformers, links) = (new List<Line>(), new List<Transformer>(), new List<Link>());
        for (var i = 1; i < count; i++) Join(random.Next(i), i, mayBeOpen: false);
        for (var i = 0; i < count / 3; i++) Join(random.Next(count), random.Next(count), mayBeOpen: true);

        var generators = new List<Generator>();
        if (count > 4)
        {
            // The last two nodes have no links, so that they are two buses; and a generator cannot hold what lies behind a slack bus.
            var target = random.Next(2) == 0 ? count - 1 : count - 2;
            Join(count - 2, count - 1, mayBeOpen: false);
            generators.Add(new("g", "", count - 1, true, ZipPower.OfPower(random.Next(200_000))) { Target = new(target, nodes[target].RatedVoltageV) });
        }

        var impedance = seed % 2 == 0 ? default : new Complex(0.1, 0.9);
        return new()
        {
            Nodes = nodes,
            Lines = lines,
            Transformers = transformers,
            Links = links,
            Sources = [new("s", "", 0, true, nodes[0].RatedVoltageV * 1.01, 0.1) { PositiveSequenceOhm = impedance, ZeroSequenceOhm = impedance * 2 }],
            Loads = [.. Enumerable.Range(1, count - 1).Select(i => new Load($"d{i}", "", i, random.Next(5) > 0, PowerOf()))],
            Shunts = [new("c", "", random.Next(count), true, new(1e-7, 2e-5), new(1e-7, 1e-5))],
            Generators = generators,
            BasePowerVA = 1e6,
        };

        void Join(int from, int to, bool mayBeOpen)
        {
            var (fromClosed, toClosed) = (!mayBeOpen || random.Next(3) > 0, !mayBeOpen || random.Next(3) > 0);
            if (nodes[from].RatedVoltageV == nodes[to].RatedVoltageV && random.Next(6) == 0 && from != to && to < count - 2)
            {
                links.Add(new($"k{links.Count}", "", from, to, fromClosed, toClosed));
                return;
            }

            var circuit = PiCircuit.Of(new(random.NextDouble() + 0.05, random.NextDouble() + 0.1), new(0, 2e-5 * random.NextDouble()));
            if (nodes[from].RatedVoltageV == nodes[to].RatedVoltageV)
            {
                lines.Add(new($"l{lines.Count}", "", from, to, fromClosed, toClosed)
                {
                    PositiveSequence = circuit,
                    ZeroSequence = withZeroSequence ? circuit with { SeriesOhm = circuit.SeriesOhm * 3 } : null,
                });
                return;
            }

            transformers.Add(new($"t{transformers.Count}", "", from, to, fromClosed, toClosed)
            {
                FromWindingV = nodes[from].RatedVoltageV,
                ToWindingV = nodes[to].RatedVoltageV * 1.01,
                // One and the same for all, so that no loop drives a current by its shifts alone.
                PhaseShiftRad = 0,
                PositiveSequence = circuit,
                OuterShuntSiemens = withZeroSequence ? default : new Complex(1e-7, -1e-6),
                TapChangers = [new(random.Next(-2, 3), -2, Steps)],
                ZeroSequence = withZeroSequence ? new(WindingConnection.EarthedStar, WindingConnection.EarthedStar, circuit) : null,
            });
        }

        ZipPower PowerOf()
        {
            var power = new Complex(random.Next(-20_000, 80_000), random.Next(-10_000, 30_000));
            return random.Next(4) switch { 0 => ZipPower.OfImpedance(power), 1 => ZipPower.OfCurrent(power), _ => ZipPower.OfPower(power) };
        }
    }
}
