using Microsoft.Extensions.Logging.Abstractions;
using Nethereum.Web3;
using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Contracts.Tests;

/// <summary>A sender at work, from its start to the end of its process.</summary>
sealed class RunningSender : IAsyncDisposable
{
    public static readonly PrivateKey Key = PrivateKey.Parse("0x0000000000000000000000000000000000000000000000000000000000005e4d");

    private readonly CancellationTokenSource _stopped = new();
    private readonly FastClock _clock = new();

    public RunningSender(IWeb3 web3, StoredOutbox outbox, SenderOptions? options = null)
    {
        var sender = new TransactionSender(web3, Key, 31337, outbox.Store, options ?? new(), _clock, NullLogger<TransactionSender>.Instance);
        Running = sender.RunAsync(_stopped.Token);
    }

    /// <summary>Ends only when the sender is stopped, or gives up, which it must not.</summary>
    public Task Running { get; }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await Task.WhenAny(Running);
        await _clock.DisposeAsync();
        _stopped.Dispose();
    }
}
