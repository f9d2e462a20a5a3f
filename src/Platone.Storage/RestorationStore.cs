using System.Data.Common;
using Platone.Certification;
using Platone.Contracts.Following;
using Platone.Contracts.Sending;

namespace Platone.Storage;

/// <summary>
/// What a store must know when it came out of a backup. What was accepted after the backup is lost, but its receipts and its batches on the
/// chain are not: its numbers are never given again, and until the chain was read once to its head nothing is certified and batches that
/// this store did not close are taken over as what they are.
/// </summary>
public sealed class RestorationStore(Database database)
{
    /// <summary>More than any stream gets between a backup and the loss.</summary>
    private const long Step = 1_000_000_000;

    /// <summary>Whether the store was restored and has not caught up with the chain since.</summary>
    public bool IsCatchingUp()
    {
        using var connection = database.OpenReader();
        using var command = connection.Command("SELECT 1 FROM restoration WHERE caught_up = 0");
        return command.ExecuteScalar() is not null;
    }

    /// <summary>Every stream's next number moves up to the next thousand million, and new streams begin behind that.</summary>
    public Task BeginAsync(CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            using var numbers = connection.Command("SELECT coalesce(max(next_sequence), 0) FROM stream WHERE next_sequence < $1", long.MaxValue / 2);
            using var floors = connection.Command("SELECT coalesce(max(sequence_floor), 0) FROM restoration");
            var floor = ((Math.Max((long)numbers.ExecuteScalar()!, (long)floors.ExecuteScalar()!) / Step) + 1) * Step;
            connection.Execute("INSERT INTO restoration (sequence_floor, caught_up) VALUES ($1, 0)", floor);
            connection.Execute("UPDATE stream SET next_sequence = $1 + 1 WHERE next_sequence <= $1", floor);
        },
        cancellationToken);

    public Task EndAsync(CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute("UPDATE restoration SET caught_up = 1"), cancellationToken);

    /// <summary>A batch that the lost store closed: its record stands on the chain, its readings are nowhere. The chain of batches goes on behind it.</summary>
    public Task TakeOverAsync(BatchRecord record, ChainPosition block, NewCall certified, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            var call = OutboxStore.Insert(connection, certified);
            connection.Execute("UPDATE outbox_call SET closed = 1 WHERE id = $1", call);
            connection.Execute(
                "INSERT INTO batch (number, record, leaves, entries, call, block_number, block_hash) VALUES ($1,$2,$3,$3,$4,$5,$6)",
                (long)record.Number, record.Encode(), Array.Empty<byte>(), call, (long)block.Number, block.Hash.ToArray());
        },
        cancellationToken);

    /// <summary>Where a new stream's numbers begin.</summary>
    internal static long FirstSequence(DbConnection connection)
    {
        using var command = connection.Command("SELECT coalesce(max(sequence_floor), 0) + 1 FROM restoration");
        return (long)command.ExecuteScalar()!;
    }
}
