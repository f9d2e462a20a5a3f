using Platone.Storage;

namespace Platone.Bench.Ingest;

/// <summary>Rows of the framework's store, column by column as they lie there: <c>stream</c>, <c>message</c>, <c>reading</c>.</summary>
sealed record StoredRows(IReadOnlyList<object[]> Streams, IReadOnlyList<object[]> Messages, IReadOnlyList<object[]> Readings)
{
    public const string StreamColumns = "id, provider, name, next_sequence";

    public const string MessageColumns = "id, provider, device, format, received, payload_hash, skeleton";

    /// <summary>As they are at acceptance: the batch comes later.</summary>
    public const string ReadingColumns = "id, stream, sequence, time, value, unit, quality, replaces, raw_part, raw_offset, salt, message, certify_by";

    /// <summary>Where a reading's row has its time.</summary>
    public const int TimeOfReading = 3;

    /// <summary>Where a reading's row names its message.</summary>
    public const int MessageOfReading = 11;

    /// <summary>The newest message's id, 0 where there is none.</summary>
    public static long LastMessage(Database store) => (long)Query(store, "SELECT coalesce(max(id), 0) FROM message")[0][0];

    /// <summary>All streams, and the messages behind <paramref name="lastMessage"/> with their readings.</summary>
    public static StoredRows Load(Database store, long lastMessage) => new(
        Query(store, $"SELECT {StreamColumns} FROM stream ORDER BY id"),
        Query(store, FormattableString.Invariant($"SELECT {MessageColumns} FROM message WHERE id > {lastMessage} ORDER BY id")),
        Query(store, FormattableString.Invariant($"SELECT {ReadingColumns} FROM reading WHERE message > {lastMessage} ORDER BY id")));

    private static List<object[]> Query(Database store, string sql)
    {
        using var connection = store.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }
}
