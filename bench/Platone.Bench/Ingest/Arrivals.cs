using System.Diagnostics;

namespace Platone.Bench.Ingest;

/// <summary>Counts what arrives, and knows the moment at which all has.</summary>
sealed class Arrivals(string what, long expected)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<long> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _count;

    public void Add(long count)
    {
        if (Interlocked.Add(ref _count, count) >= expected) _all.TrySetResult(Stopwatch.GetTimestamp());
    }

    public void Fail(string reason) => _all.TrySetException(new InvalidDataException(reason));

    /// <returns>The <see cref="Stopwatch"/>'s timestamp of the last arrival.</returns>
    /// <exception cref="TimeoutException">Nothing came for half a minute.</exception>
    /// <exception cref="InvalidDataException">Something came that should not.</exception>
    public async Task<long> AllAsync(CancellationToken cancellationToken)
    {
        for (var seen = -1L; !_all.Task.IsCompleted;)
        {
            if (seen == Interlocked.Read(ref _count)) throw new TimeoutException($"{seen} of {expected} {what}, and no more for {Patience.TotalSeconds:F0} s.");

            seen = Interlocked.Read(ref _count);
            await Task.WhenAny(_all.Task, Task.Delay(Patience, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return await _all.Task;
    }
}
