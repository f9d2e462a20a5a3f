using System.Diagnostics;
using Platone.Bench.Report;
using Platone.Certification;

namespace Platone.Bench.Certify;

/// <summary>Closes batches of several sizes and certifies them. Sizes, and the bare hashes beside them, take turns in every round.</summary>
static class CertifyBench
{
    /// <summary>How long one figure is measured at the least.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(200);

    private static readonly int[] Sizes = [1024, 4096, ClosedBatch.MaxCount];

    /// <param name="say">Told what is being done.</param>
    public static async Task<CertifyReport> RunAsync(int rounds, Action<string> say, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var machine = MachineFacts.Read(folder.Root);
        var samples = Array.ConvertAll(Sizes, size => new BatchSample(size));

        var tree = new TreeSample();
        var transaction = new TransactionSample(samples[^1].Close().Record);

        say("building batches and a large tree, signing transactions");
        foreach (var sample in samples) Measure(sample, cancellationToken);
        Measure(tree, cancellationToken);
        Measure(transaction, cancellationToken);
        var speeds = new List<BatchSpeed>();
        var trees = new List<TreeSpeed>();
        var signings = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            speeds.AddRange(samples.Select(sample => Measure(sample, cancellationToken)));
            trees.Add(Measure(tree, cancellationToken));
            signings.Add(Measure(transaction, cancellationToken));
        }

        say("closing batches in stores");
        var stores = await StoreSpeeds.MeasureAsync(folder, rounds, cancellationToken);

        say("certifying batches");
        var gas = await CertifyGas.MeasureAsync(folder.Of("chain"), samples, rounds, cancellationToken);
        return CertifyReport.Of(machine, rounds, speeds, trees, signings, stores, gas);
    }

    private static BatchSpeed Measure(BatchSample sample, CancellationToken cancellationToken) => new(
        sample.Count, Microseconds(() => sample.Close(), cancellationToken) / sample.Count, Microseconds(sample.HashAlone, cancellationToken) / sample.Count);

    private static TreeSpeed Measure(TreeSample sample, CancellationToken cancellationToken) =>
        new(Microseconds(() => sample.Build(), cancellationToken) / 1000, Microseconds(sample.HashAlone, cancellationToken) / 1000);

    /// <returns>Microseconds for one transaction.</returns>
    private static double Measure(TransactionSample sample, CancellationToken cancellationToken) => Microseconds(() => sample.Sign(), cancellationToken);

    /// <summary>What the work takes once, on this thread.</summary>
    private static double Microseconds(Action work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (start, times) = (Stopwatch.GetTimestamp(), 0);
        do
        {
            work();
            times++;
        }
        while (Stopwatch.GetElapsedTime(start) < Slice);

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / times;
    }
}

/// <param name="CloseMicroseconds">A reading's share, from the stored reading to the closed batch.</param>
/// <param name="HashesMicroseconds">A reading's share of the hashes alone.</param>
sealed record BatchSpeed(int Readings, double CloseMicroseconds, double HashesMicroseconds);

/// <param name="HashesMilliseconds">The hashes of the tree's inner nodes alone.</param>
sealed record TreeSpeed(double TreeMilliseconds, double HashesMilliseconds);
