using Microsoft.Extensions.Logging.Abstractions;
using Nethereum.Web3;
using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Contracts.Tests;

/// <summary>A sender at work, from its start to the end of its process.</summary>
sealed class RunningSender : IAsyncDisposable
{
    public static readonly PrivateKey Key = PrivateKey.Parse("0x0000000000000000000000000000000000000000000000000000000000005e4d");

    private static readonly Address Receiver = Address.Parse("0x00000000000000000000000000000000000000ff");

    private readonly CancellationTokenSource _stopped = new();
    private readonly FastClock _clock = new();
    private readonly TransactionSender _sender;
    private readonly MemoryOutbox _outbox;

    public RunningSender(IWeb3 web3, MemoryOutbox outbox)
    {
        _outbox = outbox;
        _sender = new(web3, Key, 31337, outbox, _clock, NullLogger<TransactionSender>.Instance);
        Running = _sender.RunAsync(_stopped.Token);
    }

    /// <summary>Ends only when the sender gives up.</summary>
    public Task Running { get; }

    public Task<OutboxEntry> EnqueueAsync(Func<OutboxEntry, Task>? persist = null) => EnqueueAsync(Receiver, [], persist);

    public Task<OutboxEntry> EnqueueAsync(Address to, byte[] data, Func<OutboxEntry, Task>? persist = null) =>
        _sender.EnqueueAsync(to, data, 200_000, "test", persist ?? _outbox.InsertAsync, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await Task.WhenAny(Running);
        await _clock.DisposeAsync();
        _sender.Dispose();
        _stopped.Dispose();
    }
}
