using System.Numerics;
using Platone.Grid.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>From the voltages of the buses' phases to what is asked for.</summary>
static class AsymmetricOutput
{
    public static AsymmetricPowerFlowResult Of(
        CompiledNetwork compiled, Network network, PhaseAdmittance admittance, BusInjections balanced, PhaseInjections injections, AsymmetricNewton newton,
        bool converged, int iterations)
    {
        var voltages = NodeVoltages(compiled, network, newton.Voltages);
        var (worst, worstBus) = Worst(newton, compiled.BusCount);
        var shares = new PhaseShares(compiled, network, balanced, injections, newton, voltages);
        var result = new AsymmetricPowerFlowResult
        {
            Network = network,
            Converged = converged,
            Iterations = iterations,
            MaxMismatchPu = worst,
            WorstNode = compiled.BusCount == 0 ? -1 : Array.IndexOf(compiled.BusOfNode, worstBus),
            NodeVoltagesPu = voltages,
            Lines = FlowsOf(compiled.Lines, admittance.Lines, newton.Voltages, network.BasePowerVA / 3),
            Transformers = FlowsOf(compiled.Transformers, admittance.Transformers, newton.Voltages, network.BasePowerVA / 3),
            LinkFlowsVA = [],
            LoadPowersVA = shares.Loads(),
            GeneratorPowersVA = shares.Generators(),
            SourcePowersVA = shares.Sources(),
        };
        return LinkFlows.HasAny(network) ? LinkFlows.AddTo(result) : result;
    }

    private static (double Worst, int Bus) Worst(AsymmetricNewton newton, int buses)
    {
        var (worst, worstBus) = (0.0, 0);
        for (var bus = 0; bus < buses; bus++)
        {
            var mismatch = newton.MismatchAt(bus);
            if (!double.IsNaN(worst) && !(mismatch <= worst)) (worst, worstBus) = (mismatch, bus);
        }

        return (worst, worstBus);
    }

    private static PhaseVector[] NodeVoltages(CompiledNetwork compiled, Network network, PhaseVector[] busVoltages)
    {
        var voltages = new PhaseVector[network.Nodes.Count];
        for (var node = 0; node < voltages.Length; node++)
        {
            var bus = compiled.BusOfNode[node];
            voltages[node] = busVoltages[bus] * (compiled.BaseVoltagesV[bus] / network.Nodes[node].RatedVoltageV);
        }

        return voltages;
    }

    private static PhaseBranchFlow[] FlowsOf(Branch[] branches, PhaseTwoPort[] perUnit, PhaseVector[] voltages, double phaseVA)
    {
        var flows = new PhaseBranchFlow[branches.Length];
        for (var i = 0; i < flows.Length; i++)
        {
            var (from, to) = (voltages[branches[i].From], voltages[branches[i].To]);
            flows[i] = new(
                Power(from, perUnit[i].FromFrom * from + perUnit[i].FromTo * to) * phaseVA,
                Power(to, perUnit[i].ToFrom * from + perUnit[i].ToTo * to) * phaseVA);
        }

        return flows;
    }

    private static PhaseVector Power(PhaseVector voltage, PhaseVector current) =>
        new(voltage.A * Complex.Conjugate(current.A), voltage.B * Complex.Conjugate(current.B), voltage.C * Complex.Conjugate(current.C));
}
