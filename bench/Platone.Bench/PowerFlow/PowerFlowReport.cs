using Platone.Bench.Report;

namespace Platone.Bench.PowerFlow;

/// <param name="AimsMet">Where there is a reference: half of its mathematics on a compiled network, a fifth of it in batches.</param>
sealed record PowerFlowReport(string Bench, MachineFacts Machine, int Rounds, int Scenarios, IReadOnlyList<PowerFlowRow> Cases, bool AimsMet)
{
    public static PowerFlowReport Of(MachineFacts machine, int rounds, int scenarios, IReadOnlyList<PowerFlowRow> cases) =>
        new("powerflow", machine, rounds, scenarios, cases, cases.All(row => row.CompiledAimMet != false && row.BatchAimMet != false));
}

/// <summary>Medians.</summary>
/// <param name="ColdMs">Compile, solve, everything told.</param>
/// <param name="CompiledMs">Solve and everything told, on a network that was compiled before.</param>
/// <param name="MathematicsMs">Of it: matrix, injections, iterations.</param>
/// <param name="BatchMs">A scenario of a batch with its voltages, one thread.</param>
/// <param name="BatchAllCoresMs">The same, with all cores.</param>
sealed record PowerFlowRow(
    string Name, int Buses, int Iterations, double ColdMs, double CompiledMs, double MathematicsMs, double CompileMs, double MatrixMs, double InjectionsMs,
    double IterationsMs, double VoltagesMs, double FlowsMs, double NanosecondsPerBusAndIteration, double BatchMs, double BatchAllCoresMs,
    double? ReferenceTotalMs, double? ReferenceMathematicsMs, double? ReferenceBatchMs, bool? CompiledAimMet, bool? BatchAimMet)
{
    public static PowerFlowRow Of(PowerFlowCase one, int buses, int iterations, int scenarios, PhaseTimes times)
    {
        var mathematics = times.MedianMs("matrix") + times.MedianMs("injections") + times.MedianMs("iterations");
        var batch = times.MedianMs("batch") / scenarios;
        return new(
            one.Name, buses, iterations, times.MedianMs("cold"), times.MedianMs("compiled"), Math.Round(mathematics, 4), times.MedianMs("compile"),
            times.MedianMs("matrix"), times.MedianMs("injections"), times.MedianMs("iterations"), times.MedianMs("voltages"), times.MedianMs("flows"),
            Math.Round(times.MedianMs("iterations") * 1e6 / buses / iterations, 1), Math.Round(batch, 4),
            Math.Round(times.MedianMs("batch, all cores") / scenarios, 4),
            one.ReferenceTotalMs, one.ReferenceMathematicsMs, one.ReferenceBatchMs,
            one.ReferenceMathematicsMs is { } reference ? mathematics <= reference / 2 : null,
            one.ReferenceMathematicsMs is { } ofBatch ? batch <= ofBatch / 5 : null);
    }
}
