using System.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>Where the iteration starts, by bus.</summary>
static class StartVoltages
{
    public static Complex[] Find(CompiledNetwork compiled, Network network, BusInjections injections, PowerFlowStart start)
    {
        var voltages = new Complex[compiled.BusCount];
        Fill(voltages, compiled, network, injections, start);
        return voltages;
    }

    public static void Fill(Complex[] voltages, CompiledNetwork compiled, Network network, BusInjections injections, PowerFlowStart start)
    {
        if (start == PowerFlowStart.Flat || !TryFillGiven(voltages, compiled, network)) FillFlat(voltages, compiled, injections);
        for (var bus = 0; bus < voltages.Length; bus++)
        {
            if (injections.Kinds[bus] == BusKind.Slack) voltages[bus] = injections.SlackVoltages[bus];
            if (injections.Kinds[bus] == BusKind.Dead) voltages[bus] = 0;
        }
    }

    /// <summary>Whether every node that has voltage is given one.</summary>
    private static bool TryFillGiven(Complex[] voltages, CompiledNetwork compiled, Network network)
    {
        Array.Clear(voltages);
        for (var i = 0; i < network.Nodes.Count; i++)
        {
            var (node, bus) = (network.Nodes[i], compiled.BusOfNode[i]);
            if (node.GivenVoltage is { Pu: > 0 } given)
                voltages[bus] = Complex.FromPolarCoordinates(given.Pu * node.RatedVoltageV / compiled.BaseVoltagesV[bus], given.AngleRad);
        }

        for (var bus = 0; bus < voltages.Length; bus++)
            if (voltages[bus] == 0 && compiled.IsEnergised[bus]) return false;

        return true;
    }

    private static void FillFlat(Complex[] voltages, CompiledNetwork compiled, BusInjections injections)
    {
        compiled.FlatVoltages.CopyTo(voltages, 0);
        for (var bus = 0; bus < voltages.Length; bus++)
            if (injections.Kinds[bus] == BusKind.Generator) voltages[bus] *= injections.Targets[bus] / voltages[bus].Magnitude;
    }
}
