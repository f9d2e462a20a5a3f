using System.Data.Common;
using Platone.Cryptography;
using Platone.Protocol;

namespace Platone.Storage;

/// <summary>The declarations that the follower has seen, and the texts that the parties gave.</summary>
public sealed class DeclarationStore(Database database)
{
    private const string Select = """
        SELECT d.id, d.provider, d.consumer, d.topic, d.means, d.purpose, d.not_before, d.expiry, d.status, d.requested_at, d.decided_at, d.revoked_at, t.filter
        FROM declaration d LEFT JOIN declaration_text t ON t.topic = d.topic
        """;

    public Declaration? Find(Hash256 id)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(Select + " WHERE d.id=$1", id.ToArray());
        return command.Read(Parse).SingleOrDefault();
    }

    /// <summary>Those that concern a party, newest first; all of them where it is null.</summary>
    public IReadOnlyList<Declaration> List(Address? party)
    {
        using var connection = database.OpenReader();
        const string NewestFirst = "ORDER BY d.requested_at DESC, d.id";
        using var command = party is { } own
            ? connection.Command($"{Select} WHERE d.provider=$1 OR d.consumer=$1 {NewestFirst}", own.ToArray())
            : connection.Command($"{Select} {NewestFirst}");
        return command.Read(Parse);
    }

    /// <summary>Those of one topic identifier.</summary>
    public IReadOnlyList<Declaration> About(Hash256 topic)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(Select + " WHERE d.topic=$1", topic.ToArray());
        return command.Read(Parse);
    }

    public Task AddTextAsync(DeclarationText text, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute(
                "INSERT INTO declaration_text (topic, filter, salt) VALUES ($1,$2,$3) ON CONFLICT DO NOTHING",
                text.TopicIdentifier().ToArray(), text.Topic, Hash256.Parse(text.Salt).ToArray()),
            cancellationToken);

    /// <summary>Those that stand accepted by a provider, of one consumer or of everybody.</summary>
    public IReadOnlyList<Hash256> Accepted(Address provider, Address? consumer)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            "SELECT id FROM declaration WHERE provider=$1 AND status=$2 AND ($3 IS NULL OR consumer=$3)", provider.ToArray(), (long)DeclarationStatus.Accepted,
            consumer?.ToArray());
        return command.Read(row => row.GetHash(0));
    }

    /// <summary>Those about which the chain was asked behind a block: what it said then may no longer hold.</summary>
    public IReadOnlyList<Hash256> ReadBehind(ulong block)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command("SELECT id FROM declaration WHERE read_at > $1", (long)block);
        return command.Read(row => row.GetHash(0));
    }

    internal static void Delete(DbConnection connection, Hash256 id) => connection.Execute("DELETE FROM declaration WHERE id=$1", id.ToArray());

    /// <param name="readAt">The block at which the chain was asked.</param>
    internal static void Upsert(DbConnection connection, Declaration declaration, ulong readAt) =>
        connection.Execute(
            """
            INSERT INTO declaration (id, provider, consumer, topic, means, purpose, not_before, expiry, status, requested_at, decided_at, revoked_at, read_at)
            VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)
            ON CONFLICT (id) DO UPDATE SET
              status=excluded.status, requested_at=excluded.requested_at, decided_at=excluded.decided_at, revoked_at=excluded.revoked_at,
              read_at=excluded.read_at
            """,
            declaration.Id.ToArray(), declaration.Provider.ToArray(), declaration.Consumer.ToArray(), declaration.Topic.ToArray(), (long)declaration.Means,
            (long)declaration.Purpose, declaration.NotBefore, declaration.Expiry, (long)declaration.Status, declaration.RequestedAt,
            declaration.DecidedAt, declaration.RevokedAt, (long)readAt);

    private static Declaration Parse(DbDataReader row) => new(
        row.GetHash(0), row.GetAddress(1), row.GetAddress(2), row.GetHash(3), (Means)row.GetInt64(4), (Purpose)row.GetInt64(5), row.GetInt64(6),
        row.GetInt64(7), (DeclarationStatus)row.GetInt64(8), row.GetInt64(9), row.GetNullableInt64(10), row.GetNullableInt64(11),
        row.IsDBNull(12) ? null : row.GetString(12));
}
