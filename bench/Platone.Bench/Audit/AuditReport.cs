using Platone.Bench.Report;

namespace Platone.Bench.Audit;

/// <param name="ColdReadingsPerSecond">The first time through, while the code is still being compiled.</param>
/// <param name="ProcessorMicrosPerReading">All threads together: what stays the same when others use the machine too.</param>
/// <param name="PeakMegabytes">Resident memory of the auditing process, the largest of all rounds.</param>
/// <param name="RowsAloneReadingsPerSecond">The same rows by the same query, every column read and nothing done with it, on one thread.</param>
/// <param name="HashesAloneReadingsPerSecond">Raw part, content, record, leaf and tree, on one thread.</param>
sealed record AuditReport(
    string Bench, MachineFacts Machine, int Readings, int Rounds, double ReadingsPerSecond, double ColdReadingsPerSecond, double ProcessorMicrosPerReading,
    double PeakMegabytes, double RowsAloneReadingsPerSecond, double HashesAloneReadingsPerSecond, double AimReadingsPerSecond, bool AimMet)
{
    private const double Aim = 200_000;

    public static AuditReport Of(MachineFacts machine, int readings, IReadOnlyList<AuditRound> rounds, double hashes)
    {
        double MedianOf(Func<AuditRound, double> figure, int digits) => Median.Of(rounds.Select(figure), digits);
        var audited = MedianOf(round => round.ReadingsPerSecond, 0);
        return new(
            "audit", machine, readings, rounds.Count, audited, MedianOf(round => round.ColdReadingsPerSecond, 0), MedianOf(round => round.ProcessorMicros, 2),
            rounds.Max(round => round.PeakMegabytes), MedianOf(round => round.RowsPerSecond, 0), Math.Round(hashes), Aim, audited >= Aim);
    }
}
