using System.Numerics;
using Platone.Grid.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>Solves up to four scenarios side by side, and keeps matrix and memory for the next four. One thread.</summary>
sealed class QuadSolver(CompiledNetwork compiled, PowerFlowOptions options)
{
    private readonly BusInjections[] _injections = [.. Enumerable.Range(0, QuadLane.Width).Select(_ => new BusInjections(compiled.BusCount))];
    private readonly Complex[][] _starts = [.. Enumerable.Range(0, QuadLane.Width).Select(_ => new Complex[compiled.BusCount])];
    private readonly Complex[] _voltages = new Complex[compiled.BusCount];
    private readonly Complex[] _drawn = new Complex[compiled.BusCount];
    private Network? _of;
    private BusAdmittance? _admittance;
    private SymmetricNewton<QuadLane>? _newton;

    public void Solve(IReadOnlyList<Network> scenarios, ScenarioGroup group, PowerFlowResult[] results)
    {
        var newton = MatrixOf(scenarios[group.Start]);
        for (var lane = 0; lane < QuadLane.Width; lane++)
        {
            // What is left of the register repeats the last scenario.
            var scenario = scenarios[group.Start + Math.Min(lane, group.Length - 1)];
            _injections[lane].Fill(compiled, scenario);
            StartVoltages.Fill(_starts[lane], compiled, scenario, _injections[lane], options.Start);
        }

        NewtonLane.Fill<QuadLane>(newton, _injections, _starts);
        var iterations = Iterate(newton);
        newton.UpdateCurrents();
        for (var i = 0; i < group.Length; i++)
        {
            // What does not converge like this gets what it would get alone.
            var scenario = scenarios[group.Start + i];
            if (iterations[i] < 0)
            {
                results[group.Start + i] = SymmetricPowerFlow.Solve(compiled, scenario, options);
                continue;
            }

            var state = NewtonLane.Read(newton, i, _voltages, _drawn);
            results[group.Start + i] = new PowerFlowResult(compiled, scenario, _admittance!, _injections[i], state, converged: true, iterations[i]);
        }
    }

    /// <summary>A scenario that has converged goes on with the others, which does it no harm.</summary>
    /// <returns>By lane: how many iterations it took, negative where it did not converge.</returns>
    private int[] Iterate(SymmetricNewton<QuadLane> newton)
    {
        var taken = new int[QuadLane.Width];
        for (var iteration = 1; iteration <= options.MaxIterations && Array.IndexOf(taken, 0) >= 0; iteration++)
        {
            var change = newton.Iterate();
            for (var lane = 0; lane < taken.Length; lane++)
            {
                if (taken[lane] != 0) continue;
                if (change[lane] <= options.TolerancePu * options.TolerancePu) taken[lane] = iteration;
                else if (!double.IsFinite(change[lane])) taken[lane] = -iteration;
            }
        }

        return Array.ConvertAll(taken, iterations => iterations == 0 ? -options.MaxIterations : iterations);
    }

    private SymmetricNewton<QuadLane> MatrixOf(Network network)
    {
        if (_newton is not null && PowerFlowBatch.ShareMatrix(_of!, network)) return _newton;

        (_of, _admittance) = (network, BusAdmittance.Of(compiled, network));
        return _newton = new(compiled.Pattern, _admittance);
    }
}
