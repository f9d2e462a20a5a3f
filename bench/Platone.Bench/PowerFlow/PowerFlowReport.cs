using Platone.Bench.Report;
using Platone.Grid.Numerics;

namespace Platone.Bench.PowerFlow;

/// <param name="AimsMet">
/// Where there is a reference: half of its mathematics on a compiled network, a fifth of it in batches. The reference is the best of several runs on a
/// loaded machine, and so the best of ours is held against it.
/// </param>
sealed record PowerFlowReport(string Bench, MachineFacts Machine, int Rounds, int Scenarios, IReadOnlyList<PowerFlowRow> Cases, bool AimsMet)
{
    public static PowerFlowReport Of(MachineFacts machine, int rounds, int scenarios, IReadOnlyList<PowerFlowRow> cases) =>
        new("powerflow", machine, rounds, scenarios, cases, cases.All(row => row.CompiledAimMet != false && row.BatchAimMet != false));
}

/// <summary>Medians, but where the name says best.</summary>
/// <param name="ColdMs">Compile, solve, everything told.</param>
/// <param name="CompiledMs">Solve and everything told, on a network that was compiled before.</param>
/// <param name="MathematicsMs">Of it: matrix, injections, iterations.</param>
/// <param name="BatchMs">A scenario of a batch from its records to its voltages, one thread.</param>
/// <param name="BatchMathematicsBestMs">A scenario of a batch: injections and iterations.</param>
/// <param name="BatchAllCoresMs">The same, with all cores.</param>
sealed record PowerFlowRow(
    string Name, int Buses, int Iterations, double ColdMs, double CompiledMs, double MathematicsMs, double CompileMs, double MatrixMs, double InjectionsMs,
    double IterationsMs, double VoltagesMs, double FlowsMs, double NanosecondsPerBusAndIteration, double BatchMs, double BatchAllCoresMs,
    double MathematicsBestMs, double BatchMathematicsBestMs, double? ReferenceTotalMs, double? ReferenceMathematicsMs, double? ReferenceBatchMs,
    bool? CompiledAimMet, bool? BatchAimMet)
{
    public static PowerFlowRow Of(PowerFlowCase one, int buses, int iterations, int scenarios, PhaseTimes times)
    {
        var mathematics = times.MedianMs("matrix") + times.MedianMs("injections") + times.MedianMs("iterations");
        var batch = times.MedianMs("batch") / scenarios;
        var bestMathematics = times.BestMs("matrix") + times.BestMs("injections") + times.BestMs("iterations");
        var bestBatch = times.BestMs("four side by side") / QuadLane.Width;
        return new(
            one.Name, buses, iterations, times.MedianMs("cold"), times.MedianMs("compiled"), Math.Round(mathematics, 4), times.MedianMs("compile"),
            times.MedianMs("matrix"), times.MedianMs("injections"), times.MedianMs("iterations"), times.MedianMs("voltages"), times.MedianMs("flows"),
            Math.Round(times.MedianMs("iterations") * 1e6 / buses / iterations, 1), Math.Round(batch, 4),
            Math.Round(times.MedianMs("batch, all cores") / scenarios, 4),
            Math.Round(bestMathematics, 4), Math.Round(bestBatch, 4), one.ReferenceTotalMs, one.ReferenceMathematicsMs, one.ReferenceBatchMs,
            one.ReferenceMathematicsMs is { } reference ? bestMathematics <= reference / 2 : null,
            one.ReferenceMathematicsMs is { } ofBatch ? bestBatch <= ofBatch / 5 : null);
    }
}
