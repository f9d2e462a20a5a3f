using Microsoft.Extensions.Time.Testing;

namespace Platone.Contracts.Tests;

/// <summary>A clock that runs twenty times as fast, so that waiting for seconds takes none.</summary>
sealed class FastClock : FakeTimeProvider, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _running;

    public FastClock() => _running = RunAsync();

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _running;
        _stopped.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopped.IsCancellationRequested)
        {
            await Task.Delay(10);
            Advance(TimeSpan.FromMilliseconds(200));
        }
    }
}
