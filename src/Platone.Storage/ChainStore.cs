using System.Data.Common;
using Platone.Contracts.Access;
using Platone.Contracts.Following;
using Platone.Cryptography;

namespace Platone.Storage;

/// <summary>What one stretch of blocks changes in the store.</summary>
/// <param name="Head">The last block of the stretch: where the cursor stands then.</param>
/// <param name="Certified">Batches of this certifier, with the block that has them.</param>
/// <param name="Declarations">As the chain had them at block <paramref name="ReadAt"/>.</param>
/// <param name="Providers">In the order of the chain.</param>
/// <param name="Devices">In the order of the chain.</param>
public sealed record ChainChanges(
    ChainPosition Head, IReadOnlyList<(ulong Batch, ChainPosition Block)> Certified, IReadOnlyList<Declaration> Declarations,
    IReadOnlyList<ProviderChange> Providers, IReadOnlyList<DeviceChange> Devices, ulong ReadAt);

/// <summary>What the store says again after the chain took blocks back.</summary>
/// <param name="Ancestor">The block that the chain still has.</param>
/// <param name="Declarations">Those that were asked about behind it, as the chain has them at block <paramref name="ReadAt"/>.</param>
/// <param name="Gone">Those that the chain no longer knows.</param>
public sealed record ChainRetreat(ChainPosition Ancestor, IReadOnlyList<Declaration> Declarations, IReadOnlyList<Hash256> Gone, ulong ReadAt);

/// <summary>A device's key under its provider. Times are Unix seconds of the blocks.</summary>
/// <param name="Retired">Null while it is in force.</param>
public sealed record DeviceRegistration(Address Provider, Address Device, long Registered, long? Retired);

/// <summary>Applies what the follower reads: effects and cursor in one transaction, so that every event takes effect once.</summary>
public sealed class ChainStore(Database database) : ICursor
{
    /// <summary>How many blocks are kept to go back to, beside the first that was ever read.</summary>
    private const int KeptBlocks = 4096;

    public ChainPosition? Position() => AtOrBelow(long.MaxValue);

    public ChainPosition? AtOrBelow(ulong number)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command("SELECT number, hash FROM passed_block WHERE number<=$1 ORDER BY number DESC LIMIT 1", (long)number);
        return command.Read(row => (ChainPosition?)new ChainPosition((ulong)row.GetInt64(0), row.GetHash(1))).SingleOrDefault();
    }

    /// <summary>Where the first stretch starts from.</summary>
    public Task StartAtAsync(ChainPosition position, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => Pass(connection, position), cancellationToken);

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

    /// <summary>The devices' keys, as far as the chain was read: those of one provider, or all.</summary>
    public IReadOnlyList<DeviceRegistration> Devices(Address? provider)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command("SELECT provider, device, registered, retired FROM device_key ORDER BY provider, device");
        return [.. command.Read(row => new DeviceRegistration(row.GetAddress(0), row.GetAddress(1), row.GetInt64(2), row.GetNullableInt64(3)))
            .Where(registration => provider is null || registration.Provider == provider)];
    }

    public Task ApplyAsync(ChainChanges changes, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                foreach (var (batch, block) in changes.Certified) BatchStore.MarkCertified(connection, batch, block);
                foreach (var declaration in changes.Declarations) DeclarationStore.Upsert(connection, declaration, changes.ReadAt);
                foreach (var change in changes.Providers)
                {
                    connection.Execute(
                        "INSERT INTO provider_change (block_number, address, may) VALUES ($1,$2,$3)",
                        (long)change.BlockNumber, change.Wallet.ToArray(), change.May ? 1L : 0L);
                }

                foreach (var change in changes.Devices)
                {
                    connection.Execute(
                        "INSERT INTO device_change (block_number, provider, device, time, retired) VALUES ($1,$2,$3,$4,$5)",
                        (long)change.BlockNumber, change.Provider.ToArray(), change.Device.ToArray(), change.Time, change.IsRetired ? 1L : 0L);
                }

                Pass(connection, changes.Head);
            },
            cancellationToken);

    /// <summary>Undoes every effect of the blocks behind the ancestor; what was sent to the chain in them is to be sent again.</summary>
    public Task RollBackAsync(ChainRetreat retreat, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var ancestor = retreat.Ancestor.Number;
                connection.Execute("DELETE FROM passed_block WHERE number>$1", (long)ancestor);
                connection.Execute("DELETE FROM provider_change WHERE block_number>$1", (long)ancestor);
                connection.Execute("DELETE FROM device_change WHERE block_number>$1", (long)ancestor);
                BatchStore.RollBack(connection, ancestor);
                OutboxStore.RollBack(connection, ancestor);
                foreach (var declaration in retreat.Declarations) DeclarationStore.Upsert(connection, declaration, retreat.ReadAt);
                foreach (var id in retreat.Gone) DeclarationStore.Delete(connection, id);
            },
            cancellationToken);

    /// <summary>Whether anything in the store is worth nothing without the chain that it was read from: a batch, a declaration, a call.</summary>
    public bool IsStoodOn()
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM batch) OR EXISTS (SELECT 1 FROM declaration) OR EXISTS (SELECT 1 FROM outbox_call)");
        return command.ExecuteScalar() is not null;
    }

    /// <summary>Forgets how far a chain was read that is gone, and what was read from it.</summary>
    public Task ForgetAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                connection.Execute("DELETE FROM passed_block");
                connection.Execute("DELETE FROM provider_change");
                connection.Execute("DELETE FROM device_change");
            },
            cancellationToken);

    private static void Pass(DbConnection connection, ChainPosition block)
    {
        connection.Execute("INSERT INTO passed_block (number, hash) VALUES ($1,$2)", (long)block.Number, block.Hash.ToArray());
        // The lowest stays: without it nothing tells a long reorganisation from another chain.
        connection.Execute(
            "DELETE FROM passed_block WHERE number < $1 AND number > (SELECT min(number) FROM passed_block)", (long)block.Number - KeptBlocks);
    }
}
