using Platone.Bench.Report;

namespace Platone.Bench.Certify;

/// <param name="AimGasPerReadingInLargestBatch">At most.</param>
sealed record CertifyReport(
    string Bench, MachineFacts Machine, int Rounds, IReadOnlyList<BatchFigures> Batches, double AimGasPerReadingInLargestBatch, bool AimMet)
{
    private const double Aim = 10;

    public static CertifyReport Of(MachineFacts machine, int rounds, IReadOnlyList<BatchSpeed> speeds, IReadOnlyList<(int Readings, long GasUsed)> gas)
    {
        var batches = speeds.GroupBy(speed => speed.Readings, (readings, own) => BatchFigures.Of(
            readings, [.. own], Median.Of(gas.Where(used => used.Readings == readings).Select(used => (double)used.GasUsed), 0))).ToList();
        return new("certify", machine, rounds, batches, Aim, batches[^1].GasPerReading <= Aim);
    }
}

/// <param name="LeavesPerSecond">From stored readings to a closed batch: record hashes, order, leaves, tree and index.</param>
/// <param name="HashesAloneLeavesPerSecond">The same hashes over bytes that are ready.</param>
/// <param name="GasUsed">By the transaction that certifies the batch.</param>
sealed record BatchFigures(
    int Readings, double LeavesPerSecond, double MicrosecondsPerLeaf, double HashesAloneLeavesPerSecond, double HashesAloneMicrosecondsPerLeaf,
    double GasUsed, double GasPerReading)
{
    public static BatchFigures Of(int readings, IReadOnlyList<BatchSpeed> speeds, double gasUsed)
    {
        var (close, hashes) = (Median.Of(speeds.Select(speed => speed.CloseMicroseconds), 3), Median.Of(speeds.Select(speed => speed.HashesMicroseconds), 3));
        return new(readings, Math.Round(1e6 / close), close, Math.Round(1e6 / hashes), hashes, gasUsed, Math.Round(gasUsed / readings, 2));
    }
}
