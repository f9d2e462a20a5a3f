using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using Platone.Storage;

namespace Platone.Bench.Ingest;

/// <summary>
/// What the database alone can do: the framework's own rows, ready made, into a new store with the same tables and settings, in as large commits
/// as the framework makes at the most. SQLite: one prepared INSERT a table (write-ahead log, <c>synchronous=FULL</c>); PostgreSQL: binary COPY.
/// </summary>
static class BareInsert
{
    private const int MessagesPerCommit = 1024;

    /// <param name="store">An empty one.</param>
    public static async Task<BareResult> MeasureAsync(string store, StoredRows rows, CancellationToken cancellationToken)
    {
        using var database = Database.Open(store);
        await database.WriteAsync(connection => Insert(connection, "stream", StoredRows.StreamColumns, rows.Streams), cancellationToken);
        if (Database.IsConnectionString(store)) await database.WriteAsync(connection => MakeMonths(connection, rows), cancellationToken);
        var commits = Commits(rows);

        var start = Stopwatch.GetTimestamp();
        foreach (var (messages, readings) in commits)
        {
            await database.WriteAsync(
                connection =>
                {
                    Insert(connection, "message", StoredRows.MessageColumns, messages);
                    Insert(connection, "reading", StoredRows.ReadingColumns, readings);
                },
                cancellationToken);
        }

        return new(rows.Readings.Count, Stopwatch.GetElapsedTime(start));
    }

    private static List<(object[][] Messages, object[][] Readings)> Commits(StoredRows rows)
    {
        var readings = rows.Readings.ToLookup(row => (long)row[StoredRows.MessageOfReading]);
        return [.. rows.Messages.Chunk(MessagesPerCommit).Select(messages => (messages, messages.SelectMany(message => readings[(long)message[0]]).ToArray()))];
    }

    private static void Insert(DbConnection connection, string table, string columns, IReadOnlyList<object[]> rows)
    {
        if (connection is NpgsqlConnection postgres) Copy(postgres, table, columns, rows);
        else Insert((SqliteConnection)connection, table, columns, rows);
    }

    private static void Insert(SqliteConnection connection, string table, string columns, IReadOnlyList<object[]> rows)
    {
        using var command = connection.CreateCommand();
        var count = columns.Split(',').Length;
        var parameters = new SqliteParameter[count];
        for (var i = 0; i < count; i++) parameters[i] = command.Parameters.AddWithValue($"${i + 1}", DBNull.Value);
        command.CommandText = $"INSERT INTO {table} ({columns}) VALUES ({string.Join(',', parameters.Select(parameter => parameter.ParameterName))})";

        foreach (var row in rows)
        {
            for (var i = 0; i < count; i++) parameters[i].Value = row[i];
            command.ExecuteNonQuery();
        }
    }

    private static void Copy(NpgsqlConnection connection, string table, string columns, IReadOnlyList<object[]> rows)
    {
        using var copy = connection.BeginBinaryImport($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            copy.StartRow();
            foreach (var value in row)
            {
                if (value is long number) copy.Write(number, NpgsqlDbType.Bigint);
                else if (value is string text) copy.Write(text, NpgsqlDbType.Text);
                else if (value is byte[] bytes) copy.Write(bytes, NpgsqlDbType.Bytea);
                else copy.WriteNull();
            }
        }

        copy.Complete();
    }

    /// <summary>The months' tables as the framework has them, so that the rows lie as they lie there.</summary>
    private static void MakeMonths(DbConnection connection, StoredRows rows)
    {
        var times = rows.Readings.Select(row => DateTimeOffset.UnixEpoch.AddMicroseconds((long)row[StoredRows.TimeOfReading]));
        foreach (var month in times.Select(time => new DateTimeOffset(time.Year, time.Month, 1, 0, 0, 0, TimeSpan.Zero)).Distinct())
        {
            using var make = connection.CreateCommand();
            make.CommandText = string.Create(
                CultureInfo.InvariantCulture,
                $"""
                CREATE TABLE reading_{month:yyyy_MM} PARTITION OF reading
                  FOR VALUES FROM ({month.ToUnixTimeSeconds()}000000) TO ({month.AddMonths(1).ToUnixTimeSeconds()}000000)
                """);
            make.ExecuteNonQuery();
        }
    }
}
