using System.Diagnostics;
using System.Numerics;
using Platone.Bench.Report;
using Platone.Grid;
using Platone.Grid.Numerics;
using Platone.Grid.PowerFlow;
using Platone.Grid.Topology;

namespace Platone.Bench.PowerFlow;

/// <summary>How long a balanced power flow takes: cold (compiled for it), on a compiled network, in batches; and where the time goes.</summary>
static class PowerFlowBench
{
    private static readonly PowerFlowOptions Options = new();

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <param name="scenarios">In a batch.</param>
    /// <param name="say">Told what is being done.</param>
    public static PowerFlowReport Run(IReadOnlyList<PowerFlowCase> cases, int rounds, int scenarios, Action<string> say, CancellationToken cancellationToken)
    {
        var rows = new List<PowerFlowRow>();
        foreach (var one in cases)
        {
            say(one.Name);
            rows.Add(Measure(one, rounds, scenarios, cancellationToken));
        }

        return PowerFlowReport.Of(MachineFacts.Read(Path.GetTempPath()), rounds, scenarios, rows);
    }

    private static PowerFlowRow Measure(PowerFlowCase one, int rounds, int scenarios, CancellationToken cancellationToken)
    {
        var network = one.Network;
        var compiled = CompiledNetwork.Compile(network);
        var result = SymmetricPowerFlow.Solve(compiled, network, Options);
        if (!result.Converged) throw new InvalidOperationException($"{one.Name} does not converge.");

        // What runs for the first time is compiled, and compiled again when it has run often.
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;) MeasureRound(new(), compiled, network, result.Iterations);

        var times = new PhaseTimes();
        for (var round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            MeasureRound(times, compiled, network, result.Iterations);
        }

        var batch = BatchOf(network, scenarios, one.Spread);
        var batchRounds = Math.Max(1, rounds / 10);
        for (var round = 0; round <= batchRounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            times.Time("batch", () => SolveAll(compiled, batch, threads: 1), discard: round == 0);
            times.Time("batch, all cores", () => SolveAll(compiled, batch, Environment.ProcessorCount), discard: round == 0);
        }

        return PowerFlowRow.Of(one, compiled.BusCount, result.Iterations, scenarios, times);
    }

    private static void MeasureRound(PhaseTimes times, CompiledNetwork compiled, Network network, int iterations)
    {
        times.Time("cold", () => Solve(CompiledNetwork.Compile(network), network));
        times.Time("compiled", () => Solve(compiled, network));
        TimePhases(times, compiled, network, iterations);
    }

    /// <summary>With everything that a result can tell.</summary>
    private static void Solve(CompiledNetwork compiled, Network network) => Read(SymmetricPowerFlow.Solve(compiled, network, Options));

    private static void Read(PowerFlowResult result) => _ = result.Lines.Count + result.Transformers.Count + result.LoadPowersVA.Count;

    private static void SolveAll(CompiledNetwork compiled, Network[] scenarios, int threads)
    {
        var results = PowerFlowBatch.Solve(compiled, scenarios, Options, threads);
        if (!results.All(result => result.Converged)) throw new InvalidOperationException("A scenario does not converge.");
    }

    private static void TimePhases(PhaseTimes times, CompiledNetwork compiled, Network network, int iterations)
    {
        BusAdmittance admittance = null!;
        BusInjections injections = null!;
        SymmetricNewton<ScalarLane> newton = null!;
        PowerFlowResult result = null!;
        times.Time("compile", () => CompiledNetwork.Compile(network));
        times.Time("matrix", () => admittance = BusAdmittance.Of(compiled, network));
        times.Time("injections", () =>
        {
            injections = BusInjections.Of(compiled, network);
            newton = new(compiled.Pattern, admittance);
            NewtonLane.Fill(newton, [injections], [StartVoltages.Find(compiled, network, injections, Options.Start)]);
        });
        times.Time("iterations", () =>
        {
            for (var i = 0; i < iterations; i++) newton.Iterate();
        });
        times.Time("voltages", () =>
        {
            newton.UpdateCurrents();
            result = new(compiled, network, admittance, injections, NewtonLane.Read(newton, 0), true, iterations);
        });
        times.Time("flows", () => Read(result));

        var start = StartVoltages.Find(compiled, network, injections, Options.Start);
        var four = new SymmetricNewton<QuadLane>(compiled.Pattern, admittance);
        times.Time("four side by side", () =>
        {
            for (var i = 0; i < QuadLane.Width; i++) injections.Fill(compiled, network);
            NewtonLane.Fill<QuadLane>(four, [injections, injections, injections, injections], [start, start, start, start]);
            for (var i = 0; i < iterations; i++) four.Iterate();
        });
    }

    /// <summary>Every load a little off what it takes, each in its own way.</summary>
    private static Network[] BatchOf(Network network, int scenarios, double spread)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, scenarios).Select(_ => network with { Loads = [.. network.Loads.Select(load => Scaled(load, Factor()))] })];

        double Factor() => 1 - spread + 2 * spread * random.NextDouble();
    }

    private static Load Scaled(Load load, double factor)
    {
        Complex total = load.Power.Power.Total * factor;
        return load with { Power = load.Power with { Power = PhasePower.Balanced(total) } };
    }
}
