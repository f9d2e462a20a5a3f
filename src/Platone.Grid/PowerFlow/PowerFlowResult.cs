using System.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>The state of a network in the positive sequence: what was found, and whether it is to be believed.</summary>
/// <remarks>It keeps the voltages, and computes what flows when that is asked for first: of a thousand scenarios few are looked at in every branch.</remarks>
public sealed class PowerFlowResult
{
    private readonly CompiledNetwork _compiled;
    private readonly Lazy<Complex[]> _loads;
    private readonly Lazy<BranchFlow[]> _transformers;
    private readonly Lazy<(BranchFlow[] Lines, Complex[] Links)> _linesAndLinks;

    internal PowerFlowResult(
        CompiledNetwork compiled, Network network, BusAdmittance admittance, BusInjections injections, NewtonState state, bool converged, int iterations)
    {
        _compiled = compiled;
        (Network, Converged, Iterations) = (network, converged, iterations);
        MaxMismatchPu = state.WorstMismatch;
        WorstNode = compiled.BusCount == 0 ? -1 : Array.IndexOf(compiled.BusOfNode, state.WorstBus);

        var voltages = NodeVoltages(state.Voltages);
        NodeVoltagesPu = voltages;
        var shares = new BusShares(compiled, network, injections, state);
        GeneratorPowersVA = shares.Generators(voltages);
        SourcePowersVA = shares.Sources(voltages);
        AtReactiveLimit = shares.AtReactiveLimit();

        _loads = new(() => BusShares.Loads(network, voltages));
        _transformers = new(() => FlowsOf(compiled.Transformers, admittance.Transformers));
        _linesAndLinks = new(() =>
        {
            var lines = FlowsOf(compiled.Lines, admittance.Lines);
            return (lines, LinkFlows.Find(this, lines));
        });
    }

    public Network Network { get; }

    public bool Converged { get; }

    public int Iterations { get; }

    /// <summary>The greatest active or reactive power that does not add up at a bus, per unit of the network's base power.</summary>
    public double MaxMismatchPu { get; }

    /// <summary>Where that is: a place in <see cref="Network.Nodes"/>. Of an iteration that does not converge, the place to look at first.</summary>
    public int WorstNode { get; }

    /// <summary>By node: per unit of its own rated voltage; nothing where no source reaches.</summary>
    public IReadOnlyList<Complex> NodeVoltagesPu { get; }

    public IReadOnlyList<BranchFlow> Lines => _linesAndLinks.Value.Lines;

    public IReadOnlyList<BranchFlow> Transformers => _transformers.Value;

    /// <summary>What flows into a link at its from end. Where links form a loop it is shared as if all had one and the same resistance.</summary>
    public IReadOnlyList<Complex> LinkFlowsVA => _linesAndLinks.Value.Links;

    /// <summary>What each source gives.</summary>
    public IReadOnlyList<Complex> SourcePowersVA { get; }

    /// <summary>What each generator gives.</summary>
    public IReadOnlyList<Complex> GeneratorPowersVA { get; }

    /// <summary>What each load takes.</summary>
    public IReadOnlyList<Complex> LoadPowersVA => _loads.Value;

    /// <summary>Generators that gave up their voltage at a limit of their reactive power: places in <see cref="Network.Generators"/>.</summary>
    public IReadOnlyList<int> AtReactiveLimit { get; }

    /// <summary>By bus of the compiled network, per unit of its base voltage.</summary>
    internal Complex[] BusVoltages()
    {
        var voltages = new Complex[_compiled.BusCount];
        for (var node = Network.Nodes.Count - 1; node >= 0; node--)
        {
            var bus = _compiled.BusOfNode[node];
            voltages[bus] = NodeVoltagesPu[node] * (Network.Nodes[node].RatedVoltageV / _compiled.BaseVoltagesV[bus]);
        }

        return voltages;
    }

    private Complex[] NodeVoltages(Complex[] busVoltages)
    {
        var voltages = new Complex[Network.Nodes.Count];
        for (var node = 0; node < voltages.Length; node++)
        {
            var bus = _compiled.BusOfNode[node];
            voltages[node] = busVoltages[bus] * (_compiled.BaseVoltagesV[bus] / Network.Nodes[node].RatedVoltageV);
        }

        return voltages;
    }

    private BranchFlow[] FlowsOf(Branch[] branches, TwoPort[] perUnit)
    {
        var voltages = BusVoltages();
        var flows = new BranchFlow[branches.Length];
        for (var i = 0; i < flows.Length; i++)
        {
            var (from, to) = (voltages[branches[i].From], voltages[branches[i].To]);
            ref readonly var branch = ref perUnit[i];
            flows[i] = new(
                from * Complex.Conjugate(branch.FromFrom * from + branch.FromTo * to) * Network.BasePowerVA,
                to * Complex.Conjugate(branch.ToFrom * from + branch.ToTo * to) * Network.BasePowerVA);
        }

        return flows;
    }
}

/// <summary>Power into a branch at its two ends; together they are its losses.</summary>
public readonly record struct BranchFlow(Complex FromVA, Complex ToVA);
