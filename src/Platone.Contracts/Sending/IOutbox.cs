using Platone.Cryptography;

namespace Platone.Contracts.Sending;

/// <summary>The durable queue of one store's transactions. An entry is put in by whoever's own database transaction caused it.</summary>
public interface IOutbox
{
    /// <summary>The highest nonce that was ever given to a transaction of this account, null where there was none.</summary>
    Task<ulong?> LastNonceAsync(Address account, CancellationToken cancellationToken);

    /// <summary>The account's transactions whose end is not known yet, lowest nonce first.</summary>
    Task<IReadOnlyList<OutboxEntry>> UnsettledAsync(Address account, CancellationToken cancellationToken);

    Task SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken);
}
