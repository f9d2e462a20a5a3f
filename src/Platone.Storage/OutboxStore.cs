using System.Globalization;
using System.Numerics;
using System.Data.Common;
using Platone.Contracts.Following;
using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Storage;

/// <summary>The outbox in the same database as what caused its calls.</summary>
public sealed class OutboxStore(Database database) : IOutbox
{
    private const string Columns = "c.id, c.account, c.purpose, c.recipient, c.data, c.gas_limit, "
        + "a.hash, a.nonce, a.raw, a.max_fee, a.priority_fee, a.fate, a.block_number, a.block_hash, a.gas_used, a.reason";

    public Task<IReadOnlyList<OutboxCall>> OpenAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<OutboxCall>>(Read(
        "(SELECT * FROM outbox_call WHERE closed = 0 ORDER BY id LIMIT $1)", limit));

    /// <summary>The newest calls, over or not, in their order: for people who look.</summary>
    public IReadOnlyList<OutboxCall> Newest(int limit) => Read("(SELECT * FROM outbox_call ORDER BY id DESC LIMIT $1)", limit);

    /// <summary>The data of an account's calls to a contract that are not over.</summary>
    public IReadOnlyList<byte[]> OpenTo(Address account, Address contract)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            "SELECT data FROM outbox_call WHERE closed=0 AND account=$1 AND recipient=$2", account.ToArray(), contract.ToArray());
        return command.Read(row => row.GetBytes(0));
    }

    /// <summary>How many transactions met which fate.</summary>
    public IReadOnlyDictionary<Fate, long> Count()
    {
        using var connection = database.OpenReader();
        using var command = connection.Command("SELECT fate, count(*) FROM outbox_attempt GROUP BY fate");
        return command.Read(row => ((Fate)row.GetInt64(0), row.GetInt64(1))).ToDictionary();
    }

    /// <summary>How many calls have no transaction yet.</summary>
    public long CountUnsigned()
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            "SELECT count(*) FROM outbox_call c WHERE closed = 0 AND NOT EXISTS (SELECT 1 FROM outbox_attempt WHERE call = c.id)");
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Puts calls in that nothing else of the store caused, in their order.</summary>
    public Task AddAsync(IReadOnlyList<NewCall> calls, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                foreach (var call in calls) Insert(connection, call);
            },
            cancellationToken);

    public Task<IReadOnlyList<ulong>> LiveNoncesAsync(Address account, ulong from, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            "SELECT DISTINCT nonce FROM outbox_attempt WHERE account=$1 AND nonce>=$2 AND fate IN ($3,$4,$5) ORDER BY nonce",
            account.ToArray(), (long)from, (long)Fate.Pending, (long)Fate.Mined, (long)Fate.Final);
        return Task.FromResult<IReadOnlyList<ulong>>(command.Read(row => (ulong)row.GetInt64(0)));
    }

    public Task AddAttemptsAsync(IReadOnlyList<(long Call, Attempt Attempt)> attempts, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                foreach (var (call, attempt) in attempts) Insert(connection, call, attempt);
            },
            cancellationToken);

    public Task<long> AddAsync(NewCall ready, Attempt attempt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                using var find = connection.Command("SELECT call FROM outbox_attempt WHERE hash=$1", attempt.Hash.ToArray());
                if (find.ExecuteScalar() is long known) return known;

                var call = Insert(connection, ready);
                Insert(connection, call, attempt);
                return call;
            },
            cancellationToken);

    public Task RecordAsync(IReadOnlyDictionary<Hash256, Outcome> outcomes, IReadOnlyCollection<long> closed, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                foreach (var (transaction, outcome) in outcomes)
                {
                    connection.Execute(
                        "UPDATE outbox_attempt SET fate=$2, block_number=$3, block_hash=$4, gas_used=$5, reason=$6 WHERE hash=$1",
                        transaction.ToArray(), (long)outcome.Fate, (long?)outcome.Block?.Number, outcome.Block?.Hash.ToArray(), (long?)outcome.GasUsed,
                        outcome.Reason);
                }

                foreach (var call in closed) connection.Execute("UPDATE outbox_call SET closed = 1 WHERE id=$1", call);
            },
            cancellationToken);

    /// <summary>Puts a call in; part of the transaction of what causes it.</summary>
    /// <returns>Its number.</returns>
    internal static long Insert(DbConnection connection, NewCall call)
    {
        using var insert = connection.Command(
            "INSERT INTO outbox_call (account, purpose, recipient, data, gas_limit) VALUES ($1,$2,$3,$4,$5) RETURNING id",
            call.Account.ToArray(), call.Purpose, call.To.ToArray(), call.Data, (long)call.GasLimit);
        return (long)insert.ExecuteScalar()!;
    }

    /// <summary>What is in blocks behind the ancestor is pending again, and with it what was replaced by it; part of the follower's transaction.</summary>
    internal static void RollBack(DbConnection connection, ulong ancestor)
    {
        connection.Execute(
            "UPDATE outbox_call SET closed = 0 WHERE id IN (SELECT call FROM outbox_attempt WHERE block_number > $1)", (long)ancestor);
        connection.Execute(
            "UPDATE outbox_attempt SET fate=$2, reason=NULL WHERE fate=$3 AND call IN (SELECT call FROM outbox_attempt WHERE block_number > $1)",
            (long)ancestor, (long)Fate.Pending, (long)Fate.Replaced);
        connection.Execute(
            "UPDATE outbox_attempt SET fate=$2, block_number=NULL, block_hash=NULL, gas_used=NULL, reason=NULL WHERE block_number > $1",
            (long)ancestor, (long)Fate.Pending);
    }

    private static void Insert(DbConnection connection, long call, Attempt attempt) =>
        connection.Execute(
            """
            INSERT INTO outbox_attempt (hash, call, account, nonce, raw, max_fee, priority_fee)
            SELECT $1, id, account, $3, $4, $5, $6 FROM outbox_call WHERE id=$2
            """,
            attempt.Hash.ToArray(), call, (long)attempt.Nonce, attempt.Raw, attempt.MaxFeePerGas.ToString(CultureInfo.InvariantCulture),
            attempt.MaxPriorityFeePerGas.ToString(CultureInfo.InvariantCulture));

    private List<OutboxCall> Read(string calls, int limit)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command($"SELECT {Columns} FROM {calls} c LEFT JOIN outbox_attempt a ON a.call = c.id ORDER BY c.id, a.id", limit);
        var found = new List<OutboxCall>();
        using var reader = command.ExecuteReader();
        var attempts = new List<Attempt>();
        while (reader.Read())
        {
            var id = reader.GetInt64(0);
            if (found.Count == 0 || found[^1].Id != id)
            {
                attempts = [];
                found.Add(new(
                    id, new(reader.GetAddress(1), reader.GetString(2), reader.GetAddress(3), reader.GetBytes(4), (ulong)reader.GetInt64(5)), attempts));
            }

            if (!reader.IsDBNull(6)) attempts.Add(Parse(reader));
        }

        return found;
    }

    private static Attempt Parse(DbDataReader row) => new(
        row.GetHash(6), (ulong)row.GetInt64(7), row.GetBytes(8),
        BigInteger.Parse(row.GetString(9), CultureInfo.InvariantCulture), BigInteger.Parse(row.GetString(10), CultureInfo.InvariantCulture))
    {
        Outcome = new(
            (Fate)row.GetInt64(11), row.IsDBNull(12) ? null : new ChainPosition((ulong)row.GetInt64(12), row.GetHash(13)), (ulong?)row.GetNullableInt64(14),
            row.IsDBNull(15) ? null : row.GetString(15)),
    };
}
