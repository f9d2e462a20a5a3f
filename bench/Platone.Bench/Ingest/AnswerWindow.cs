namespace Platone.Bench.Ingest;

/// <summary>Holds senders back while too many of their messages are unanswered, as devices that repeat until receipted must.</summary>
sealed class AnswerWindow : IDisposable
{
    /// <summary>Four commits of the access layer, and far below what the broker queues before it drops.</summary>
    private const int Size = 4096;

    private readonly SemaphoreSlim _free = new(Size);

    public Task EnterAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    public void Leave() => _free.Release();

    public void Dispose() => _free.Dispose();
}
