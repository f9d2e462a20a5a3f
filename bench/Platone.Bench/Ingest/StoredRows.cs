using Microsoft.Data.Sqlite;

namespace Platone.Bench.Ingest;

/// <summary>Rows of the framework's store, column by column as they lie there: <c>stream</c>, <c>message</c>, <c>reading</c>.</summary>
sealed record StoredRows(IReadOnlyList<object[]> Streams, IReadOnlyList<object[]> Messages, IReadOnlyList<object[]> Readings)
{
    public const string StreamColumns = "id, provider, name, next_sequence";

    public const string MessageColumns = "id, provider, device, format, received, payload_hash, skeleton";

    /// <summary>As they are at acceptance: the batch comes later.</summary>
    public const string ReadingColumns = "id, stream, sequence, time, value, unit, quality, replaces, raw_part, raw_offset, salt, message, certify_by";

    /// <summary>Where a reading's row names its message.</summary>
    public const int MessageOfReading = 11;

    /// <summary>The newest message's id, 0 where there is none.</summary>
    public static long LastMessage(string store)
    {
        using var connection = Open(store);
        return (long)Query(connection, "SELECT coalesce(max(id), 0) FROM message")[0][0];
    }

    /// <summary>All streams, and the messages behind <paramref name="lastMessage"/> with their readings.</summary>
    public static StoredRows Load(string store, long lastMessage)
    {
        using var connection = Open(store);
        return new(
            Query(connection, $"SELECT {StreamColumns} FROM stream ORDER BY id"),
            Query(connection, $"SELECT {MessageColumns} FROM message WHERE id > $1 ORDER BY id", lastMessage),
            Query(connection, $"SELECT {ReadingColumns} FROM reading WHERE message > $1 ORDER BY id", lastMessage));
    }

    private static SqliteConnection Open(string store)
    {
        var readOnly = new SqliteConnectionStringBuilder { DataSource = store, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        var connection = new SqliteConnection(readOnly.ToString());
        connection.Open();
        return connection;
    }

    private static List<object[]> Query(SqliteConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i + 1}", values[i]);

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
