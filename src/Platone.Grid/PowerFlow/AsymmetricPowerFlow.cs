using System.Numerics;
using Platone.Grid.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>The power flow of a network whose phases differ: by loads of their own, or by lines that are not transposed.</summary>
public static class AsymmetricPowerFlow
{
    /// <exception cref="NetworkException">The network cannot be computed: it says nothing of the zero sequence, for one.</exception>
    public static AsymmetricPowerFlowResult Solve(Network network, PowerFlowOptions? options = null) =>
        Solve(CompiledNetwork.Compile(network), network, options);

    /// <param name="compiled">Of this network, or of one of the same equipment and topology.</param>
    /// <exception cref="NetworkException">The network cannot be computed.</exception>
    public static AsymmetricPowerFlowResult Solve(CompiledNetwork compiled, Network network, PowerFlowOptions? options = null)
    {
        options ??= PowerFlowOptions.Default;
        if (options.EnforceReactiveLimits) throw new NetworkException("options", "found reactive limits to enforce, expected them in balanced studies only");

        var admittance = PhaseAdmittance.Of(compiled, network);
        var balanced = BusInjections.Of(compiled, network);
        var injections = PhaseInjections.Of(compiled, network, balanced);
        var start = Array.ConvertAll(StartVoltages.Find(compiled, network, balanced, options.Start), PhaseVector.Balanced);
        var newton = new AsymmetricNewton(compiled.Pattern, admittance, balanced, injections, start);
        var (converged, iterations) = Iterate(newton, options);
        newton.UpdateCurrents();
        return AsymmetricOutput.Of(compiled, network, admittance, balanced, injections, newton, converged, iterations);
    }

    private static (bool Converged, int Iterations) Iterate(AsymmetricNewton newton, PowerFlowOptions options)
    {
        for (var i = 1; i <= options.MaxIterations; i++)
        {
            var change = newton.Iterate();
            if (change <= options.TolerancePu) return (true, i);
            if (!double.IsFinite(change)) return (false, i);
        }

        return (false, options.MaxIterations);
    }
}
