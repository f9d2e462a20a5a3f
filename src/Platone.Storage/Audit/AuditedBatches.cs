using System.Runtime.CompilerServices;
using Platone.Cryptography;

namespace Platone.Storage.Audit;

/// <summary>
/// Goes through batches and their rows in order. Some windows of batches are read at the same time, each on a thread of its own, and wait for their turn:
/// making leaves of rows takes longer than holding them against the chain.
/// </summary>
/// <param name="recordOnChain">What the contract answers for a number.</param>
sealed class AuditedBatches(Database database, Func<ulong, Task<Hash256>> recordOnChain, AuditScope scope)
{
    private const int BatchesInWindow = 2;

    /// <summary>How many numbers the chain is asked about at once.</summary>
    private const int AskedAtOnce = 16;

    /// <summary>One more than there are processors for is on its way while one is held against the chain.</summary>
    private static readonly int WindowsAhead = Math.Clamp(Environment.ProcessorCount, 2, 8) + 1;

    private readonly AuditedStreams _streams = new();
    private readonly Queue<Hash256> _asked = new();
    private bool _isHead;

    /// <param name="first">Up to the last that the chain has, or the scope's last.</param>
    public async IAsyncEnumerable<AuditedPiece> ReadAsync(ulong first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var windows = new Queue<AuditedWindow>();
        try
        {
            var next = first;
            while (true)
            {
                while (windows.Count < WindowsAhead && await TakeAsync(next, ending.Token).ConfigureAwait(false) is { Count: > 0 } onChain)
                {
                    windows.Enqueue(AuditedWindow.Read(database, scope, _streams, next, onChain, ending.Token));
                    next += (ulong)onChain.Count;
                }

                if (windows.Count == 0) yield break;

                await foreach (var piece in windows.Peek().Pieces.ReadAllAsync(ending.Token).ConfigureAwait(false)) yield return piece;
                windows.Dequeue();
            }
        }
        finally
        {
            // The readers' threads end before their database does; what they met was told already, or nobody waits for it.
            await ending.CancelAsync().ConfigureAwait(false);
            foreach (var window in windows) await window.Ended.ConfigureAwait(false);
        }
    }

    /// <summary>What the chain has of the next batches, none behind its last.</summary>
    private async Task<IReadOnlyList<Hash256>> TakeAsync(ulong next, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_asked.Count == 0 && !_isHead) await AskAsync(next).ConfigureAwait(false);

        var taken = new List<Hash256>(BatchesInWindow);
        while (taken.Count < BatchesInWindow && _asked.TryDequeue(out var record)) taken.Add(record);
        return taken;
    }

    private async Task AskAsync(ulong first)
    {
        if (first > scope.To) return;

        var count = (int)Math.Min(AskedAtOnce - 1, (scope.To ?? ulong.MaxValue) - first) + 1;
        var records = await Task.WhenAll(Enumerable.Range(0, count).Select(i => recordOnChain(first + (ulong)i))).ConfigureAwait(false);
        foreach (var record in records.TakeWhile(record => !record.IsZero)) _asked.Enqueue(record);
        _isHead = _asked.Count < count;
    }
}
