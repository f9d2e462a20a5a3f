using System.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>Where the iteration starts, by bus.</summary>
static class StartVoltages
{
    public static Complex[] Find(CompiledNetwork compiled, Network network, BusInjections injections, PowerFlowStart start)
    {
        var voltages = (start == PowerFlowStart.GivenOrFlat ? Given(compiled, network) : null) ?? Flat(compiled, injections);
        for (var bus = 0; bus < voltages.Length; bus++)
        {
            if (injections.Kinds[bus] == BusKind.Slack) voltages[bus] = injections.SlackVoltages[bus];
            if (injections.Kinds[bus] == BusKind.Dead) voltages[bus] = 0;
        }

        return voltages;
    }

    /// <summary>Null where a node that has voltage is given none.</summary>
    private static Complex[]? Given(CompiledNetwork compiled, Network network)
    {
        var voltages = new Complex[compiled.BusCount];
        for (var i = 0; i < network.Nodes.Count; i++)
        {
            var (node, bus) = (network.Nodes[i], compiled.BusOfNode[i]);
            if (node.GivenVoltage is { Pu: > 0 } given)
                voltages[bus] = Complex.FromPolarCoordinates(given.Pu * node.RatedVoltageV / compiled.BaseVoltagesV[bus], given.AngleRad);
        }

        for (var bus = 0; bus < voltages.Length; bus++)
            if (voltages[bus] == 0 && compiled.IsEnergised[bus]) return null;

        return voltages;
    }

    private static Complex[] Flat(CompiledNetwork compiled, BusInjections injections)
    {
        var voltages = (Complex[])compiled.FlatVoltages.Clone();
        for (var bus = 0; bus < voltages.Length; bus++)
            if (injections.Kinds[bus] == BusKind.Generator) voltages[bus] *= injections.Targets[bus] / voltages[bus].Magnitude;

        return voltages;
    }
}
