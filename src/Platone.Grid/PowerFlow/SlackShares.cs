using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>
/// What each of the sources that hold the same bus has of what it needs: as their short-circuit powers are, and equally where they have no impedance at all.
/// </summary>
static class SlackShares
{
    /// <summary>Stands for no impedance at all, so that whatever has none takes all that others beside it would.</summary>
    private const double NoneOhm = 1e-200;

    /// <returns>By source: its part of 1; nothing where it holds no bus.</returns>
    public static double[] Of(CompiledNetwork compiled, Network network)
    {
        var weights = new double[network.Sources.Count];
        var totals = new Dictionary<int, double>();
        for (var i = 0; i < weights.Length; i++)
        {
            var source = network.Sources[i];
            if (!source.IsConnected || !source.HoldsItsNode(network)) continue;

            weights[i] = 1 / Math.Max(source.PositiveSequenceOhm.Magnitude, NoneOhm);
            var bus = compiled.BusOfNode[source.Node];
            totals[bus] = totals.GetValueOrDefault(bus) + weights[i];
        }

        for (var i = 0; i < weights.Length; i++)
            if (weights[i] > 0) weights[i] /= totals[compiled.BusOfNode[network.Sources[i].Node]];

        return weights;
    }
}
