using Microsoft.Data.Sqlite;
using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Storage;

/// <summary>The outbox in the same database as what caused its transactions.</summary>
public sealed class OutboxStore(SqliteDatabase database) : IOutbox
{
    public Task<ulong?> LastNonceAsync(Address account, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command("SELECT max(nonce) FROM outbox WHERE account=$1", account.ToArray());
        return Task.FromResult(command.ExecuteScalar() is long nonce ? (ulong?)nonce : null);
    }

    public Task<IReadOnlyList<OutboxEntry>> UnsettledAsync(Address account, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            "SELECT nonce, purpose, raw, hash FROM outbox WHERE account=$1 AND block_number IS NULL ORDER BY nonce", account.ToArray());
        return Task.FromResult<IReadOnlyList<OutboxEntry>>(
            command.Read(row => new OutboxEntry(account, (ulong)row.GetInt64(0), row.GetString(1), row.GetBytes(2), row.GetHash(3))));
    }

    public Task SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                foreach (var settlement in settlements)
                {
                    connection.Execute(
                        "UPDATE outbox SET block_number=$2, block_hash=$3, gas_used=$4, error=$5 WHERE hash=$1",
                        settlement.Transaction.ToArray(), (long)settlement.BlockNumber, settlement.BlockHash.ToArray(), (long)settlement.GasUsed, settlement.Error);
                }
            },
            cancellationToken);

    internal static void Insert(SqliteConnection connection, OutboxEntry entry) =>
        connection.Execute(
            "INSERT INTO outbox (account, nonce, purpose, raw, hash) VALUES ($1,$2,$3,$4,$5)",
            entry.Account.ToArray(), (long)entry.Nonce, entry.Purpose, entry.Raw, entry.Hash.ToArray());
}
