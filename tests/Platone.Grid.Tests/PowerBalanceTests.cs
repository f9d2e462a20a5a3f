using System.Numerics;
using Platone.Grid.Numerics;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Tests;

/// <summary>What a state must satisfy whoever found it, computed here in ohms and amperes, branch by branch, without the solver's matrices.</summary>
public sealed class PowerBalanceTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_node_is_balanced_and_every_branch_obeys_its_own_law(int seed)
    {
        var network = RandomNetwork.Of(seed);

        var result = SymmetricPowerFlow.Solve(network);

        Assert.True(result.Converged, $"{result.MaxMismatchPu} at {result.WorstNode}");
        var volts = network.Nodes.Select((node, i) => result.NodeVoltagesPu[i] * node.RatedVoltageV).ToArray();
        var surplus = new Complex[network.Nodes.Count];
        for (var i = 0; i < network.Lines.Count; i++) Branch(network.Lines[i].From, network.Lines[i].To, result.Lines[i], LineFlow(network.Lines[i], volts));
        for (var i = 0; i < network.Transformers.Count; i++)
            Branch(network.Transformers[i].From, network.Transformers[i].To, result.Transformers[i], TransformerFlow(network.Transformers[i], volts));

        for (var i = 0; i < network.Links.Count; i++)
        {
            surplus[network.Links[i].From] -= result.LinkFlowsVA[i];
            surplus[network.Links[i].To] += result.LinkFlowsVA[i];
        }

        foreach (var shunt in network.Shunts)
            surplus[shunt.Node] -= Complex.Conjugate(shunt.PositiveSequenceSiemens) * Math.Pow(volts[shunt.Node].Magnitude, 2);

        for (var i = 0; i < network.Loads.Count; i++) surplus[network.Loads[i].Node] -= result.LoadPowersVA[i];
        for (var i = 0; i < network.Generators.Count; i++)
        {
            surplus[network.Generators[i].Node] += result.GeneratorPowersVA[i];
            var target = network.Generators[i].Target!.Value;
            Assert.Equal(target.VoltageV, volts[target.Node].Magnitude, 1e-3);
        }

        var source = network.Sources[0];
        surplus[source.Node] += result.SourcePowersVA[0];
        var behind = Complex.FromPolarCoordinates(source.VoltageV, source.AngleRad);
        var current = Complex.Conjugate(result.SourcePowersVA[0] / volts[source.Node]);
        Assert.Equal(0, (behind - current * source.PositiveSequenceOhm - volts[source.Node]).Magnitude, 1e-4);
        Assert.All(surplus, power => Assert.Equal(0, power.Magnitude, 0.05));

        void Branch(int from, int to, BranchFlow found, (Complex From, Complex To) expected)
        {
            Assert.Equal(0, (found.FromVA - expected.From).Magnitude, 0.05);
            Assert.Equal(0, (found.ToVA - expected.To).Magnitude, 0.05);
            surplus[from] -= found.FromVA;
            surplus[to] -= found.ToVA;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_balanced_network_has_the_same_state_phase_by_phase(int seed)
    {
        var network = RandomNetwork.Of(seed, withZeroSequence: true);

        var balanced = SymmetricPowerFlow.Solve(network);
        var phases = AsymmetricPowerFlow.Solve(network);

        Assert.True(phases.Converged, $"{phases.MaxMismatchPu} at {phases.WorstNode}");
        for (var i = 0; i < network.Nodes.Count; i++)
        {
            var expected = PhaseVector.Balanced(balanced.NodeVoltagesPu[i]);
            Assert.Equal(0, (expected.A - phases.NodeVoltagesPu[i].A).Magnitude, 1e-9);
            Assert.Equal(0, (expected.B - phases.NodeVoltagesPu[i].B).Magnitude, 1e-9);
            Assert.Equal(0, (expected.C - phases.NodeVoltagesPu[i].C).Magnitude, 1e-9);
        }

        for (var i = 0; i < network.Lines.Count; i++) Assert.Equal(0, (balanced.Lines[i].FromVA / 3 - phases.Lines[i].FromVA.B).Magnitude, 0.01);
        for (var i = 0; i < network.Transformers.Count; i++)
            Assert.Equal(0, (balanced.Transformers[i].ToVA / 3 - phases.Transformers[i].ToVA.C).Magnitude, 0.01);

        for (var i = 0; i < network.Links.Count; i++) Assert.Equal(0, (balanced.LinkFlowsVA[i] / 3 - phases.LinkFlowsVA[i].A).Magnitude, 0.01);
        for (var i = 0; i < network.Generators.Count; i++) Assert.Equal(0, (balanced.GeneratorPowersVA[i] / 3 - phases.GeneratorPowersVA[i].B).Magnitude, 0.01);
        Assert.Equal(0, (balanced.SourcePowersVA[0] / 3 - phases.SourcePowersVA[0].C).Magnitude, 0.01);
    }

    private static (Complex From, Complex To) LineFlow(Line line, Complex[] volts) =>
        PiFlow(line.PositiveSequence, volts[line.From], volts[line.To], line.FromClosed, line.ToClosed);

    private static (Complex From, Complex To) TransformerFlow(Transformer transformer, Complex[] volts)
    {
        var step = transformer.TapChangers[0].Step;
        var ratio = transformer.FromWindingV / transformer.ToWindingV * step.Ratio * Complex.Exp(new Complex(0, step.AngleRad));
        var pi = transformer.PositiveSequence;
        var circuit = pi with { SeriesOhm = new(pi.SeriesOhm.Real, pi.SeriesOhm.Imaginary * step.ReactanceFactor) };

        // The outer shunt is the transformer's own: with the from end open it has the voltage of that end.
        var outerBehind = transformer.OuterShuntSiemens * Math.Pow(ratio.Magnitude, 2);
        if (!transformer.FromClosed) circuit = circuit with { FromShuntSiemens = circuit.FromShuntSiemens + outerBehind };
        var flow = PiFlow(circuit, volts[transformer.From] / ratio, volts[transformer.To], transformer.FromClosed, transformer.ToClosed);
        var outer = transformer.FromClosed ? Complex.Conjugate(transformer.OuterShuntSiemens) * Math.Pow(volts[transformer.From].Magnitude, 2) : 0;
        return (flow.From + outer, flow.To);
    }

    private static (Complex From, Complex To) PiFlow(PiCircuit circuit, Complex from, Complex to, bool fromClosed, bool toClosed)
    {
        // An open end has the voltage that its own shunt leaves to it.
        if (!fromClosed && !toClosed) return (0, 0);
        if (!toClosed) to = from / (1 + circuit.SeriesOhm * circuit.ToShuntSiemens);
        if (!fromClosed) from = to / (1 + circuit.SeriesOhm * circuit.FromShuntSiemens);
        var series = (from - to) / circuit.SeriesOhm;
        return (from * Complex.Conjugate(series + from * circuit.FromShuntSiemens), to * Complex.Conjugate(to * circuit.ToShuntSiemens - series));
    }
}
