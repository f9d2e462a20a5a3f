using System.Numerics;
using Platone.Grid.Numerics;
using Platone.Grid.PowerFlow;
using Platone.Grid.Topology;

namespace Platone.Grid.Flexibility;

/// <summary>
/// By how much voltages and flows move when a node takes or gives a little more, at a solved state. One question about one voltage or one branch is answered
/// for all nodes at once: the derivatives of the power balance, transposed, are solved for it (the adjoint method).
/// </summary>
/// <remarks>Sources cover what changes; generators that hold a voltage go on holding it, so that reactive power at their bus moves nothing.</remarks>
public sealed class Sensitivities
{
    private readonly CompiledNetwork _compiled;
    private readonly Network _network;
    private readonly BusAdmittance _admittance;
    private readonly Complex[] _voltages;
    private readonly BusKind[] _kinds;
    private readonly BlockMatrix<Block2<ScalarLane>, Pair<ScalarLane>> _derivatives;

    private Sensitivities(CompiledNetwork compiled, PowerFlowResult result)
    {
        (_compiled, _network) = (compiled, result.Network);
        _admittance = BusAdmittance.Of(compiled, _network);
        _voltages = result.BusVoltages();
        var injections = BusInjections.Of(compiled, _network);
        foreach (var generator in result.AtReactiveLimit) injections.Kinds[compiled.BusOfNode[_network.Generators[generator].Node]] = BusKind.Load;

        var newton = new SymmetricNewton<ScalarLane>(compiled.Pattern, _admittance);
        NewtonLane.Fill(newton, [injections], [_voltages]);
        (_derivatives, _kinds) = (newton.FactoriseHere(), injections.Kinds);
    }

    /// <param name="compiled">What the power flow was solved on.</param>
    /// <exception cref="ArgumentException">The power flow did not converge.</exception>
    public static Sensitivities At(CompiledNetwork compiled, PowerFlowResult result) =>
        result.Converged ? new(compiled, result) : throw new ArgumentException("found a power flow that did not converge, expected a state", nameof(result));

    /// <summary>Of a node's voltage magnitude, per unit of its rated voltage, by each node's injection: per watt and per var.</summary>
    public IReadOnlyList<InjectionSensitivity> OfVoltage(int node)
    {
        var gradient = new Pair<ScalarLane>[_compiled.BusCount];
        var bus = _compiled.BusOfNode[node];
        var voltage = _voltages[bus];
        if (voltage == 0) return new InjectionSensitivity[_network.Nodes.Count];

        var perNode = _compiled.BaseVoltagesV[bus] / _network.Nodes[node].RatedVoltageV / voltage.Magnitude;
        gradient[bus] = new(ScalarLane.Of(voltage.Real * perNode), ScalarLane.Of(voltage.Imaginary * perNode));
        return Solve(gradient, 1 / _network.BasePowerVA);
    }

    /// <summary>Of the active power into a line at its from end, by each node's injection: watts per watt and per var.</summary>
    public IReadOnlyList<InjectionSensitivity> OfLineFlow(int line) => OfFlow(_compiled.Lines[line], _admittance.Lines[line]);

    /// <summary>Of the active power into a transformer at its from end, by each node's injection: watts per watt and per var.</summary>
    public IReadOnlyList<InjectionSensitivity> OfTransformerFlow(int transformer) =>
        OfFlow(_compiled.Transformers[transformer], _admittance.Transformers[transformer]);

    /// <summary>P = e·a + f·b of the from end, by both ends' voltages.</summary>
    private InjectionSensitivity[] OfFlow(Branch branch, TwoPort perUnit)
    {
        var gradient = new Pair<ScalarLane>[_compiled.BusCount];
        var (from, to) = (_voltages[branch.From], _voltages[branch.To]);
        var current = perUnit.FromFrom * from + perUnit.FromTo * to;
        Add(ref gradient[branch.From], current + from * Complex.Conjugate(perUnit.FromFrom));
        Add(ref gradient[branch.To], from * Complex.Conjugate(perUnit.FromTo));
        return Solve(gradient, 1);
    }

    /// <summary>dP/de = a + e·g + f·b and dP/df = b - e·b + f·g: both together are I + V · conj(Y).</summary>
    private static void Add(ref Pair<ScalarLane> gradient, Complex value) =>
        gradient = new(gradient.X + ScalarLane.Of(value.Real), gradient.Y + ScalarLane.Of(value.Imaginary));

    private InjectionSensitivity[] Solve(Pair<ScalarLane>[] gradient, double scale)
    {
        for (var bus = 0; bus < gradient.Length; bus++)
            if (_kinds[bus] >= BusKind.Slack) gradient[bus] = default;

        _derivatives.SolveTransposed(gradient);
        var sensitivities = new InjectionSensitivity[_network.Nodes.Count];
        for (var node = 0; node < sensitivities.Length; node++)
        {
            var bus = _compiled.BusOfNode[node];
            var (active, reactive) = (gradient[bus].X[0] * scale, gradient[bus].Y[0] * scale);
            sensitivities[node] = _kinds[bus] switch
            {
                BusKind.Load => new(active, reactive),
                BusKind.Generator or BusKind.RemoteGenerator => new(active, 0),
                _ => default,
            };
        }

        return sensitivities;
    }
}

/// <summary>What one more watt, or one more var, given into a node does. Taking it does the opposite.</summary>
public readonly record struct InjectionSensitivity(double PerWatt, double PerVar);
