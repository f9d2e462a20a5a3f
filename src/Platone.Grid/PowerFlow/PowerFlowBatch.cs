using System.Numerics;
using Platone.Grid.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>
/// Many scenarios of one network: networks that share with one another what they do not change. Those that differ in powers and voltages alone are solved
/// four at a time on one matrix; another tap or impedance takes a matrix of its own, another topology is compiled anew.
/// </summary>
public static class PowerFlowBatch
{
    /// <param name="compiled">Of the network that most scenarios differ from in values alone.</param>
    /// <param name="threads">How many to use.</param>
    /// <returns>One result for each scenario, in their order.</returns>
    /// <exception cref="NetworkException">A scenario cannot be computed.</exception>
    public static PowerFlowResult[] Solve(
        CompiledNetwork compiled, IReadOnlyList<Network> scenarios, PowerFlowOptions? options = null, int threads = 1,
        CancellationToken cancellationToken = default)
    {
        options ??= PowerFlowOptions.Default;
        var results = new PowerFlowResult[scenarios.Count];
        var groups = GroupsOf(compiled, scenarios, options);
        Parallel.ForEach(
            groups,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
            () => new QuadSolver(compiled, options),
            (group, _, solver) =>
            {
                if (group.Length > 1) solver.Solve(scenarios, group, results);
                else results[group.Start] = SolveAlone(compiled, scenarios[group.Start], options);

                return solver;
            },
            _ => { });
        return results;
    }

    /// <summary>Whether two networks have one and the same admittance matrix.</summary>
    internal static bool ShareMatrix(Network one, Network other) =>
        ReferenceEquals(one.Nodes, other.Nodes) && ReferenceEquals(one.Lines, other.Lines) && ReferenceEquals(one.Links, other.Links)
        && ReferenceEquals(one.Transformers, other.Transformers) && ReferenceEquals(one.Shunts, other.Shunts)
        && (ReferenceEquals(one.Sources, other.Sources) || one.Sources.Select(ImpedanceOf).SequenceEqual(other.Sources.Select(ImpedanceOf)))
        && one.BasePowerVA == other.BasePowerVA;

    private static (int, bool, Complex) ImpedanceOf(Source source) => (source.Node, source.IsConnected, source.PositiveSequenceOhm);

    private static PowerFlowResult SolveAlone(CompiledNetwork compiled, Network scenario, PowerFlowOptions options) =>
        SymmetricPowerFlow.Solve(compiled.Fits(scenario) ? compiled : CompiledNetwork.Compile(scenario), scenario, options);

    /// <summary>
    /// Neighbours that fit and share a matrix, as many as stand side by side. Reactive limits change what is given at a bus, and not in all scenarios alike.
    /// </summary>
    private static List<ScenarioGroup> GroupsOf(CompiledNetwork compiled, IReadOnlyList<Network> scenarios, PowerFlowOptions options)
    {
        var groups = new List<ScenarioGroup>();
        for (var start = 0; start < scenarios.Count;)
        {
            var length = 1;
            if (!options.EnforceReactiveLimits && compiled.Fits(scenarios[start]))
            {
                while (length < QuadLane.Width && start + length < scenarios.Count
                    && ShareMatrix(scenarios[start], scenarios[start + length]) && compiled.Fits(scenarios[start + length])) length++;
            }

            groups.Add(new(start, length));
            start += length;
        }

        return groups;
    }
}

/// <summary>Scenarios that are solved together.</summary>
readonly record struct ScenarioGroup(int Start, int Length);
