using System.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>From the voltages of the buses to what is asked for: nodes, branches, links and what each appliance gives and takes.</summary>
static class PowerFlowOutput
{
    public static PowerFlowResult Of(
        CompiledNetwork compiled, Network network, BusAdmittance admittance, BusInjections injections, NewtonState state, bool converged, int iterations)
    {
        var lines = FlowsOf(compiled.Lines, admittance.Lines, state.Voltages, network.BasePowerVA);
        var transformers = FlowsOf(compiled.Transformers, admittance.Transformers, state.Voltages, network.BasePowerVA);
        var nodeVoltages = NodeVoltages(compiled, network, state.Voltages);
        var shares = new BusShares(compiled, network, injections, state);
        var result = new PowerFlowResult
        {
            Network = network,
            Converged = converged,
            Iterations = iterations,
            MaxMismatchPu = state.WorstMismatch,
            WorstNode = compiled.BusCount == 0 ? -1 : Array.IndexOf(compiled.BusOfNode, state.WorstBus),
            NodeVoltagesPu = nodeVoltages,
            Lines = lines,
            Transformers = transformers,
            LinkFlowsVA = [],
            LoadPowersVA = shares.Loads(nodeVoltages),
            GeneratorPowersVA = shares.Generators(nodeVoltages),
            SourcePowersVA = shares.Sources(nodeVoltages),
            AtReactiveLimit = shares.AtReactiveLimit(),
        };
        return network.Links.Count == 0 && !network.Lines.Any(CompiledNetwork.IsLink) ? result : LinkFlows.AddTo(result);
    }

    private static Complex[] NodeVoltages(CompiledNetwork compiled, Network network, Complex[] busVoltages)
    {
        var voltages = new Complex[network.Nodes.Count];
        for (var node = 0; node < voltages.Length; node++)
        {
            var bus = compiled.BusOfNode[node];
            voltages[node] = busVoltages[bus] * (compiled.BaseVoltagesV[bus] / network.Nodes[node].RatedVoltageV);
        }

        return voltages;
    }

    private static BranchFlow[] FlowsOf(Branch[] branches, TwoPort[] perUnit, Complex[] voltages, double basePowerVA)
    {
        var flows = new BranchFlow[branches.Length];
        for (var i = 0; i < flows.Length; i++)
        {
            var (from, to) = (voltages[branches[i].From], voltages[branches[i].To]);
            ref readonly var branch = ref perUnit[i];
            flows[i] = new(
                from * Complex.Conjugate(branch.FromFrom * from + branch.FromTo * to) * basePowerVA,
                to * Complex.Conjugate(branch.ToFrom * from + branch.ToTo * to) * basePowerVA);
        }

        return flows;
    }
}
