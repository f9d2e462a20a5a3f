using Platone.Bench.Report;
using Platone.Cryptography;

namespace Platone.Bench.Certify;

/// <param name="AimGasPerReadingInLargestBatch">At most.</param>
/// <param name="AimMet">By the largest batch.</param>
sealed record CertifyReport(
    string Bench, MachineFacts Machine, int Rounds, IReadOnlyList<BatchFigures> Batches, double AimGasPerReadingInLargestBatch, bool AimMet,
    TreeFigures Tree, SigningFigures Signing, IReadOnlyList<StoreCloseFigures> Stores)
{
    private const double GasAim = 10;

    /// <param name="signingMicroseconds">For one transaction, each round.</param>
    public static CertifyReport Of(
        MachineFacts machine, int rounds, IReadOnlyList<BatchSpeed> speeds, IReadOnlyList<TreeSpeed> trees, IReadOnlyList<double> signingMicroseconds,
        IReadOnlyList<StoreSpeed> stores, IReadOnlyList<(int Readings, long GasUsed)> gas)
    {
        var batches = speeds.GroupBy(speed => speed.Readings, (readings, own) => BatchFigures.Of(
            readings, [.. own], Median.Of(gas.Where(used => used.Readings == readings).Select(used => (double)used.GasUsed), 0))).ToList();
        return new(
            "certify", machine, rounds, batches, GasAim, batches[^1].GasPerReading <= GasAim, TreeFigures.Of(trees), SigningFigures.Of(signingMicroseconds),
            [.. stores.GroupBy(speed => speed.Store, StoreCloseFigures.Of)]);
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

/// <param name="HashesAloneMilliseconds">As many hashes of inner nodes whose bytes are ready.</param>
/// <param name="TimesHashesAlone">The median of each round's quotient.</param>
/// <param name="AimTimesHashesAlone">At most.</param>
sealed record TreeFigures(int Leaves, double TreeMilliseconds, double HashesAloneMilliseconds, double TimesHashesAlone, double AimTimesHashesAlone, bool AimMet)
{
    private const double Aim = 1.2;

    public static TreeFigures Of(IReadOnlyList<TreeSpeed> speeds)
    {
        var times = Median.Of(speeds.Select(speed => speed.TreeMilliseconds / speed.HashesMilliseconds), 3);
        return new(
            TreeSample.Leaves, Median.Of(speeds.Select(speed => speed.TreeMilliseconds), 1), Median.Of(speeds.Select(speed => speed.HashesMilliseconds), 1),
            times, Aim, times <= Aim);
    }
}

/// <param name="Native">Whether libsecp256k1 signed, and not BouncyCastle.</param>
/// <param name="TransactionsPerSecond">Of type 2 (EIP-1559), encoded and signed by one thread.</param>
/// <param name="AimTransactionsPerSecond">At least.</param>
sealed record SigningFigures(bool Native, double TransactionsPerSecond, double MicrosecondsPerTransaction, double AimTransactionsPerSecond, bool AimMet)
{
    private const double Aim = 10_000;

    public static SigningFigures Of(IReadOnlyList<double> microseconds)
    {
        var one = Median.Of(microseconds, 2);
        return new(Secp256k1.IsNative, Math.Round(1e6 / one), one, Aim, 1e6 / one >= Aim);
    }
}

/// <param name="Store">sqlite or postgres.</param>
/// <param name="ReadingsPerSecond">From readings that wait in the store to the largest batch closed there, durable.</param>
/// <param name="BareInsertReadingsPerSecond">The same rows into a bare store of the kind (INSERT or COPY), in the same round.</param>
sealed record StoreCloseFigures(string Store, double ReadingsPerSecond, double BareInsertReadingsPerSecond)
{
    public static StoreCloseFigures Of(string store, IEnumerable<StoreSpeed> speeds)
    {
        List<StoreSpeed> all = [.. speeds];
        return new(store, Median.Of(all.Select(speed => speed.CloseReadingsPerSecond), 0), Median.Of(all.Select(speed => speed.Bare.ReadingsPerSecond), 0));
    }
}
