using System.Numerics;

namespace Platone.Grid.Topology;

/// <summary>Where an iteration can start without knowing anything: every bus's voltage without load, by the ratios of the transformers on the way.</summary>
static class FlatStart
{
    /// <returns>By bus, per unit of its base voltage; nothing where no source reaches.</returns>
    public static Complex[] Find(Network network, int[] busOfNode, Branch[] lines, Branch[] transformers, double[] baseVoltagesV)
    {
        var neighbours = NeighboursOf(network, lines, transformers, baseVoltagesV.Length);
        var voltagesV = new Complex[baseVoltagesV.Length];
        var queue = new Queue<int>();
        foreach (var source in network.Sources)
        {
            var bus = busOfNode[source.Node];
            if (!source.IsConnected || voltagesV[bus] != 0) continue;

            voltagesV[bus] = Complex.FromPolarCoordinates(source.VoltageV, source.AngleRad);
            queue.Enqueue(bus);
        }

        while (queue.TryDequeue(out var bus))
        {
            foreach (var (neighbour, ratio) in neighbours[bus])
            {
                if (voltagesV[neighbour] != 0) continue;

                voltagesV[neighbour] = voltagesV[bus] * ratio;
                queue.Enqueue(neighbour);
            }
        }

        for (var bus = 0; bus < voltagesV.Length; bus++) voltagesV[bus] /= baseVoltagesV[bus];
        return voltagesV;
    }

    private static List<(int Bus, Complex Ratio)>[] NeighboursOf(Network network, Branch[] lines, Branch[] transformers, int count)
    {
        var neighbours = new List<(int, Complex)>[count];
        for (var bus = 0; bus < count; bus++) neighbours[bus] = new(2);
        foreach (var line in lines)
            if (line.Place >= 0) Add(line, 1);

        for (var i = 0; i < transformers.Length; i++)
            if (transformers[i].Place >= 0) Add(transformers[i], TwoPort.ComplexRatio(network.Transformers[i]));

        return neighbours;

        void Add(Branch branch, Complex ratio)
        {
            neighbours[branch.From].Add((branch.To, 1 / ratio));
            neighbours[branch.To].Add((branch.From, ratio));
        }
    }
}
