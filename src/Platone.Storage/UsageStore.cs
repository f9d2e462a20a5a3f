using System.Data.Common;
using System.Security.Cryptography;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Policies;
using Platone.Protocol;
using Platone.Readings;

namespace Platone.Storage;

/// <summary>What was delivered by a declaration in one hour, by one means.</summary>
/// <param name="Hour">Unix seconds of its start.</param>
/// <param name="Recorded">How many of the messages are in records of kind usage.</param>
public sealed record UsedHour(Hash256 Declaration, long Hour, Means Means, long Messages, long Bytes, long FirstMicros, long LastMicros, long Recorded);

/// <summary>A record of kind usage: a certified statement of deliveries, in a stream of the provider's own.</summary>
/// <param name="Id">In the table <c>record</c>.</param>
/// <param name="Batch">Null until a batch holds it, at <paramref name="Position"/>.</param>
public sealed record UsageRecord(
    long Id, Address Provider, StreamName Stream, ulong Sequence, UsageBody Body, Hash256 Salt, ulong? Batch, uint? Position)
{
    public CertifiedRecord ToRecord() => new(RecordKind.Usage, Provider, Stream.Hash, Sequence, Keccak256.Hash(Body.Encode()), Salt, Origin: Hash256.Zero);

    /// <summary>Its proof, null where the batch has no such position: somebody changed the store.</summary>
    /// <param name="batch">The one that holds it.</param>
    public UsageProofFile? ProofIn(StoredBatch batch, ProofChain chain) =>
        Position is { } position && position < batch.Leaves.Count
            ? UsageProofFile.Create(ToRecord(), Stream, Body, batch.Record, new MerkleTree([.. batch.Leaves]), position, chain)
            : null;
}

/// <summary>Who got what, when, by what means: the counts of brokers and of the REST interface, and the records that come of them each hour.</summary>
public sealed class UsageStore(Database database)
{
    /// <summary>How long after an hour's end a counter may still tell what it counted in it; what comes later goes into a record of its own.</summary>
    public const long GraceSeconds = 60;

    private const string SelectRecords =
        "SELECT r.id, s.provider, s.name, r.sequence, r.body, r.salt, r.batch, r.position FROM record r JOIN stream s ON s.id = r.stream WHERE r.kind=$1";

    /// <summary>Records that one transaction makes.</summary>
    private const int MostRecords = 5000;

    /// <summary>The stream in which the usage of a declaration is certified.</summary>
    public static StreamName StreamOf(Hash256 declaration, Means means) =>
        new("usage", declaration.ToString(), means.ToString().ToLowerInvariant(), "hour");

    /// <summary>Takes in counts as they come; of two of the same counter and hour the higher one holds.</summary>
    public Task CountAsync(IReadOnlyList<(UsageCount Count, Means Means)> counts, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            foreach (var (count, means) in counts)
            {
                connection.Execute(
                    """
                    INSERT INTO usage_count (declaration, hour, means, counter, messages, bytes, first, last) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)
                    ON CONFLICT (declaration, hour, means, counter) DO UPDATE SET
                      messages=excluded.messages, bytes=excluded.bytes, first=excluded.first, last=excluded.last
                    WHERE excluded.messages > usage_count.messages
                    """,
                    count.Declaration.ToArray(), count.Hour, (long)means, count.Counter.ToArray(), count.Messages, count.Bytes, count.FirstMicros,
                    count.LastMicros);
            }
        },
        cancellationToken);

    /// <summary>Makes records of what was counted in hours that are over, and waits to be certified.</summary>
    /// <returns>How many; 0 when nothing is left to do.</returns>
    public Task<int> RecordAsync(DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            var over = now.ToUnixTimeSeconds() - UsageCount.HourSeconds - GraceSeconds;
            using var find = connection.Command(
                """
                SELECT u.declaration, u.hour, u.means, sum(u.messages - u.recorded_messages), sum(u.bytes - u.recorded_bytes), min(u.first), max(u.last),
                       d.provider
                FROM usage_count u JOIN declaration d ON d.id = u.declaration
                WHERE u.messages > u.recorded_messages AND u.hour <= $1 GROUP BY u.declaration, u.hour, u.means, d.provider
                ORDER BY u.hour, u.declaration, u.means LIMIT $2
                """,
                over, MostRecords);
            var hours = find.Read(row => (Hour: ParseHour(row, recorded: 0), Provider: row.GetAddress(7)));
            foreach (var (hour, provider) in hours) Record(connection, hour, provider, now.ToUnixTimeMilliseconds() * 1000);
            return hours.Count;
        },
        cancellationToken);

    /// <summary>A declaration's, the newest first.</summary>
    public IReadOnlyList<UsedHour> HoursOf(Hash256 declaration, int atMost)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            """
            SELECT declaration, hour, means, sum(messages), sum(bytes), min(first), max(last), sum(recorded_messages)
            FROM usage_count WHERE declaration=$1 GROUP BY declaration, hour, means ORDER BY hour DESC, means LIMIT $2
            """,
            declaration.ToArray(), atMost);
        return command.Read(row => ParseHour(row, Whole(row, 7)));
    }

    /// <summary>The records of a declaration, the newest first.</summary>
    public IReadOnlyList<UsageRecord> RecordsOf(Declaration declaration, int atMost)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            $"{SelectRecords} AND s.provider=$2 AND s.name IN ($3,$4) ORDER BY r.id DESC LIMIT $5", (long)RecordKind.Usage, declaration.Provider.ToArray(),
            StreamOf(declaration.Id, Means.Mqtt).ToString(), StreamOf(declaration.Id, Means.Rest).ToString(), atMost);
        return command.Read(ParseRecord);
    }

    /// <param name="id">In the table <c>record</c>.</param>
    public UsageRecord? Find(long id)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command($"{SelectRecords} AND r.id=$2", (long)RecordKind.Usage, id);
        return command.Read(ParseRecord).SingleOrDefault();
    }

    private static void Record(DbConnection connection, UsedHour hour, Address provider, long nowMicros)
    {
        var (stream, sequence) = NextNumber(connection, provider, StreamOf(hour.Declaration, hour.Means));
        var body = new UsageBody(hour.Declaration, (ulong)hour.Messages, (ulong)hour.Bytes, hour.FirstMicros, hour.LastMicros);
        // No receipt is given for it, so nothing is promised of when it is certified.
        connection.Execute(
            "INSERT INTO record (kind, stream, sequence, time, body, salt, certify_by) VALUES ($1,$2,$3,$4,$5,$6,$7)",
            (long)RecordKind.Usage, stream, sequence, nowMicros, body.Encode(), RandomNumberGenerator.GetBytes(Hash256.Length), long.MaxValue);
        connection.Execute(
            "UPDATE usage_count SET recorded_messages=messages, recorded_bytes=bytes WHERE declaration=$1 AND hour=$2 AND means=$3",
            hour.Declaration.ToArray(), hour.Hour, (long)hour.Means);
    }

    private static (long Stream, long Sequence) NextNumber(DbConnection connection, Address provider, StreamName name)
    {
        using var add = connection.Command(
            """
            INSERT INTO stream (provider, name, next_sequence) VALUES ($1,$2,$3)
            ON CONFLICT (provider, name) DO UPDATE SET next_sequence = stream.next_sequence + 1 RETURNING id, next_sequence
            """,
            provider.ToArray(), name.ToString(), RestorationStore.FirstSequence(connection) + 1);
        return add.Read(row => (row.GetInt64(0), row.GetInt64(1) - 1)).Single();
    }

    private static UsageRecord ParseRecord(DbDataReader row) => new(
        row.GetInt64(0), row.GetAddress(1), StreamName.Parse(row.GetString(2)), (ulong)row.GetInt64(3), UsageBody.Decode(row.GetBytes(4)), row.GetHash(5),
        (ulong?)row.GetNullableInt64(6), (uint?)row.GetNullableInt64(7));

    private static UsedHour ParseHour(DbDataReader row, long recorded) => new(
        row.GetHash(0), row.GetInt64(1), (Means)row.GetInt64(2), Whole(row, 3), Whole(row, 4), row.GetInt64(5), row.GetInt64(6), recorded);

    /// <summary>A sum, which PostgreSQL answers as a decimal.</summary>
    private static long Whole(DbDataReader row, int column) => Convert.ToInt64(row.GetValue(column), System.Globalization.CultureInfo.InvariantCulture);
}
