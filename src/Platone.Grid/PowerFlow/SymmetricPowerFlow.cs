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
        var (converged, iterations) = SolveFrom(options.Start, newton.Iterate);

        // Far from the solution a whole step may lead away from it. The usual case does not pay for what finds out.
        if (!converged) (converged, iterations) = SolveFrom(PowerFlowStart.Flat, newton.IterateDamped);

        newton.UpdateCurrents();
        return new PowerFlowResult(compiled, network, admittance, injections, NewtonLane.Read(newton, 0), converged, iterations);

        (bool Converged, int Iterations) SolveFrom(PowerFlowStart start, Func<ScalarLane> step)
        {
            NewtonLane.Fill(newton, [injections], [StartVoltages.Find(compiled, network, injections, start)]);
            var limits = new ReactiveLimits(injections);
            var (found, taken) = Iterate(step, options, 0);
            while (found && options.EnforceReactiveLimits && limits.Enforce(newton)) (found, taken) = Iterate(step, options, taken);
            return (found, taken);
        }
    }

    private static (bool Converged, int Iterations) Iterate(Func<ScalarLane> step, PowerFlowOptions options, int done)
    {
        for (var i = 1; i <= options.MaxIterations; i++)
        {
            var change = step()[0];
            if (change <= options.TolerancePu * options.TolerancePu) return (true, done + i);
            if (!double.IsFinite(change)) return (false, done + i);
        }

        return (false, done + options.MaxIterations);
    }
}
