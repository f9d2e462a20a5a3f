using Platone.Contracts.Following;
using Platone.Cryptography;

namespace Platone.Storage;

/// <summary>What one stretch of blocks changes in the store.</summary>
/// <param name="Head">The last block of the stretch: the new cursor.</param>
/// <param name="Certified">Batches of this certifier, with the block that has them.</param>
/// <param name="Declarations">As they are after the stretch.</param>
/// <param name="Providers">Wallets that may ingest (true) or may no more (false), in the order of the chain.</param>
public sealed record ChainChanges(
    ChainPosition Head, IReadOnlyList<(ulong Batch, ChainPosition Block)> Certified, IReadOnlyList<Declaration> Declarations, IReadOnlyList<(Address Wallet, bool May)> Providers);

/// <summary>Applies what the follower reads: effects and cursor in one transaction, so that every event takes effect once.</summary>
public sealed class ChainStore(SqliteDatabase database)
{
    private const string Cursor = "access-layer";

    public ChainPosition? Position()
    {
        using var connection = database.OpenReader();
        using var command = connection.Command("SELECT block_number, block_hash FROM cursor WHERE name=$1", Cursor);
        return command.Read(row => (ChainPosition?)new ChainPosition((ulong)row.GetInt64(0), row.GetHash(1))).SingleOrDefault();
    }

    public IReadOnlyList<Address> Providers()
    {
        using var connection = database.OpenReader();
        using var command = connection.Command("SELECT address FROM provider ORDER BY address");
        return command.Read(row => row.GetAddress(0));
    }

    /// <summary>Whether a wallet may hand in readings, as far as the chain was read.</summary>
    public bool IsProvider(Address wallet)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command("SELECT 1 FROM provider WHERE address=$1", wallet.ToArray());
        return command.ExecuteScalar() is not null;
    }

    public Task ApplyAsync(ChainChanges changes, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                foreach (var (batch, block) in changes.Certified) BatchStore.MarkCertified(connection, batch, block);
                foreach (var declaration in changes.Declarations) DeclarationStore.Upsert(connection, declaration);
                foreach (var (wallet, may) in changes.Providers)
                    connection.Execute(may ? "INSERT OR IGNORE INTO provider (address) VALUES ($1)" : "DELETE FROM provider WHERE address=$1", wallet.ToArray());
                connection.Execute(
                    "INSERT INTO cursor (name, block_number, block_hash) VALUES ($1,$2,$3) ON CONFLICT (name) DO UPDATE SET block_number=excluded.block_number, block_hash=excluded.block_hash",
                    Cursor, (long)changes.Head.Number, changes.Head.Hash.ToArray());
            },
            cancellationToken);
}
