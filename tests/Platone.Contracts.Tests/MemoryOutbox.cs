using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Contracts.Tests;

/// <summary>An outbox that a restart of the sender survives.</summary>
sealed class MemoryOutbox : IOutbox
{
    private readonly Lock _lock = new();
    private readonly List<OutboxEntry> _entries = [];
    private readonly Dictionary<Hash256, Settlement> _settlements = [];

    public IReadOnlyList<OutboxEntry> Entries
    {
        get
        {
            lock (_lock) return [.. _entries];
        }
    }

    public IReadOnlyDictionary<Hash256, Settlement> Settlements
    {
        get
        {
            lock (_lock) return new Dictionary<Hash256, Settlement>(_settlements);
        }
    }

    public bool AllSettled => Settlements.Count == Entries.Count;

    public Task InsertAsync(OutboxEntry entry)
    {
        lock (_lock) _entries.Add(entry);
        return Task.CompletedTask;
    }

    public Task<ulong?> LastNonceAsync(Address account, CancellationToken cancellationToken) =>
        Task.FromResult(Entries.Where(entry => entry.Account == account).Max(entry => (ulong?)entry.Nonce));

    public Task<IReadOnlyList<OutboxEntry>> UnsettledAsync(Address account, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<OutboxEntry>>(
        [.. Entries.Where(entry => entry.Account == account && !Settlements.ContainsKey(entry.Hash)).OrderBy(entry => entry.Nonce)]);

    public Task SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var settlement in settlements) _settlements.Add(settlement.Transaction, settlement);
        }

        return Task.CompletedTask;
    }
}
