using System.Diagnostics;
using Platone.Bench.Report;

namespace Platone.Bench.PowerFlow;

/// <summary>How long each phase took, round by round.</summary>
sealed class PhaseTimes
{
    private readonly Dictionary<string, List<double>> _milliseconds = [];

    /// <param name="discard">A round that only warms up.</param>
    public void Time(string phase, Action action, bool discard = false)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        var taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (discard) return;

        if (!_milliseconds.TryGetValue(phase, out var rounds)) _milliseconds.Add(phase, rounds = []);
        rounds.Add(taken);
    }

    public double MedianMs(string phase) => Median.Of(_milliseconds[phase], 4);

    public double BestMs(string phase) => Math.Round(_milliseconds[phase].Min(), 4);
}
