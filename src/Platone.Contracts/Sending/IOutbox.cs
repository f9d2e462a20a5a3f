using Platone.Cryptography;

namespace Platone.Contracts.Sending;

/// <summary>
/// The durable queue of one store's calls. A call is put in by whoever's own database transaction caused it; the sender adds signed
/// transactions to it and what became of them.
/// </summary>
public interface IOutbox
{
    /// <summary>The calls of any account that are not over, in their order. A call is over when it is on the chain for good.</summary>
    Task<IReadOnlyList<OutboxCall>> OpenAsync(int limit, CancellationToken cancellationToken);

    /// <summary>The nonces from <paramref name="from"/> on that live transactions of the account have, ascending.</summary>
    Task<IReadOnlyList<ulong>> LiveNoncesAsync(Address account, ulong from, CancellationToken cancellationToken);

    /// <summary>Makes signed transactions durable: they are not sent before.</summary>
    Task AddAttemptsAsync(IReadOnlyList<(long Call, Attempt Attempt)> attempts, CancellationToken cancellationToken);

    /// <summary>Adds a call together with its signed transaction: one that a party signed, or one that must have just this number.</summary>
    /// <returns>The call's number; the known one where the transaction is in the outbox already.</returns>
    Task<long> AddAsync(NewCall ready, Attempt attempt, CancellationToken cancellationToken);

    /// <param name="outcomes">By transaction hash.</param>
    /// <param name="closed">Calls that are over.</param>
    Task RecordAsync(IReadOnlyDictionary<Hash256, Outcome> outcomes, IReadOnlyCollection<long> closed, CancellationToken cancellationToken);
}
