using System.Numerics;

namespace Platone.Grid.Topology;

/// <summary>Where an iteration can start without knowing anything: rated voltage everywhere, at the angle that it has without load.</summary>
static class FlatStart
{
    /// <returns>By bus; nothing where no source reaches.</returns>
    public static Complex[] Find(Network network, int[] busOfNode, Branch[] lines, Branch[] transformers, int count)
    {
        var neighbours = NeighboursOf(network, lines, transformers, count);
        var voltages = new Complex[count];
        var queue = new Queue<int>();
        foreach (var source in network.Sources)
        {
            var bus = busOfNode[source.Node];
            if (!source.IsConnected || voltages[bus] != 0) continue;

            voltages[bus] = Complex.FromPolarCoordinates(1, source.AngleRad);
            queue.Enqueue(bus);
        }

        while (queue.TryDequeue(out var bus))
        {
            foreach (var (neighbour, turn) in neighbours[bus])
            {
                if (voltages[neighbour] != 0) continue;

                voltages[neighbour] = voltages[bus] * turn;
                queue.Enqueue(neighbour);
            }
        }

        return voltages;
    }

    private static List<(int Bus, Complex Turn)>[] NeighboursOf(Network network, Branch[] lines, Branch[] transformers, int count)
    {
        var neighbours = new List<(int, Complex)>[count];
        for (var bus = 0; bus < count; bus++) neighbours[bus] = new(2);
        foreach (var line in lines)
            if (line.Place >= 0) Add(line, 1);

        for (var i = 0; i < transformers.Length; i++)
        {
            if (transformers[i].Place < 0) continue;

            var ratio = TwoPort.ComplexRatio(network.Transformers[i]);
            Add(transformers[i], Complex.Conjugate(ratio) / ratio.Magnitude);
        }

        return neighbours;

        void Add(Branch branch, Complex turn)
        {
            neighbours[branch.From].Add((branch.To, turn));
            neighbours[branch.To].Add((branch.From, Complex.Conjugate(turn)));
        }
    }
}
