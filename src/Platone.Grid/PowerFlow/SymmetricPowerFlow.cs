using System.Numerics;
using Platone.Grid.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>The balanced power flow of a network.</summary>
public static class SymmetricPowerFlow
{
    /// <exception cref="NetworkException">The network cannot be computed.</exception>
    public static PowerFlowResult Solve(Network network, PowerFlowOptions? options = null) => Solve(CompiledNetwork.Compile(network), network, options);

    /// <param name="compiled">Of this network, or of one of the same equipment and topology.</param>
    /// <exception cref="NetworkException">The network cannot be computed.</exception>
    public static PowerFlowResult Solve(CompiledNetwork compiled, Network network, PowerFlowOptions? options = null)
    {
        options ??= PowerFlowOptions.Default;
        var admittance = BusAdmittance.Of(compiled, network);
        var injections = BusInjections.Of(compiled, network);
        var newton = new SymmetricNewton<ScalarLane>(compiled.Pattern, admittance);
        NewtonLane.Fill(newton, [injections], [StartVoltages.Find(compiled, network, injections, options.Start)]);

        var limits = new ReactiveLimits(injections);
        var (converged, iterations) = Iterate(newton, options, 0);
        while (converged && options.EnforceReactiveLimits && limits.Enforce(newton))
            (converged, iterations) = Iterate(newton, options, iterations);

        newton.UpdateCurrents();
        return new PowerFlowResult(compiled, network, admittance, injections, NewtonLane.Read(newton, 0), converged, iterations);
    }

    private static (bool Converged, int Iterations) Iterate(SymmetricNewton<ScalarLane> newton, PowerFlowOptions options, int done)
    {
        for (var i = 1; i <= options.MaxIterations; i++)
        {
            var change = newton.Iterate()[0];
            if (change <= options.TolerancePu * options.TolerancePu) return (true, done + i);
            if (!double.IsFinite(change)) return (false, done + i);
        }

        return (false, done + options.MaxIterations);
    }
}
