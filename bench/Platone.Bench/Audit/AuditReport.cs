using Platone.Bench.Report;

namespace Platone.Bench.Audit;

/// <param name="ProcessorMicrosPerReading">All threads together: what stays the same when others use the machine too.</param>
/// <param name="PeakMegabytes">Resident memory of the auditing process, the largest of all rounds.</param>
/// <param name="RowsAloneReadingsPerSecond">The same rows by the same query, every column read and nothing done with it, on one thread.</param>
/// <param name="HashesAloneReadingsPerSecond">Raw part, content, record, leaf and tree, on one thread.</param>
/// <param name="BoundBy">The slower of the two threads.</param>
sealed record AuditReport(
    string Bench, MachineFacts Machine, int Readings, int Rounds, double ReadingsPerSecond, double ProcessorMicrosPerReading, double PeakMegabytes,
    double RowsAloneReadingsPerSecond, double HashesAloneReadingsPerSecond, string BoundBy, double AimReadingsPerSecond, bool AimMet)
{
    private const double Aim = 200_000;

    public static AuditReport Of(MachineFacts machine, int readings, IReadOnlyList<AuditRound> rounds, double hashes)
    {
        var (audited, rows) = (Median.Of(rounds.Select(round => round.ReadingsPerSecond), 0), Median.Of(rounds.Select(round => round.RowsPerSecond), 0));
        return new(
            "audit", machine, readings, rounds.Count, audited, Median.Of(rounds.Select(round => round.ProcessorMicros), 2),
            rounds.Max(round => round.PeakMegabytes), rows, Math.Round(hashes),
            rows < hashes ? "reading rows" : "hashing", Aim, audited >= Aim);
    }
}
