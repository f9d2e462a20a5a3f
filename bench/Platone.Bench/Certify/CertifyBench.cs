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

        say("building batches");
        foreach (var sample in samples) Measure(sample, cancellationToken);
        var speeds = new List<BatchSpeed>();
        for (var round = 0; round < rounds; round++)
            speeds.AddRange(samples.Select(sample => Measure(sample, cancellationToken)));

        say("certifying batches");
        var gas = await CertifyGas.MeasureAsync(folder.Of("chain"), samples, rounds, cancellationToken);
        return CertifyReport.Of(machine, rounds, speeds, gas);
    }

    private static BatchSpeed Measure(BatchSample sample, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(sample.Count, MicrosecondsPerReading(sample, () => sample.Close()), MicrosecondsPerReading(sample, sample.HashAlone));
    }

    private static double MicrosecondsPerReading(BatchSample sample, Action work)
    {
        var (start, times) = (Stopwatch.GetTimestamp(), 0);
        do
        {
            work();
            times++;
        }
        while (Stopwatch.GetElapsedTime(start) < Slice);

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / ((double)times * sample.Count);
    }
}

/// <param name="CloseMicroseconds">A reading's share, from the stored reading to the closed batch.</param>
/// <param name="HashesMicroseconds">A reading's share of the hashes alone.</param>
sealed record BatchSpeed(int Readings, double CloseMicroseconds, double HashesMicroseconds);
