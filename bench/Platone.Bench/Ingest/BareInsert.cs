using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Platone.Storage;
using Platone.Storage.Sqlite;

namespace Platone.Bench.Ingest;

/// <summary>
/// What the database alone can do: the framework's own rows, ready made, into a new file with the same tables and settings (write-ahead
/// log, <c>synchronous=FULL</c>), in as large commits as the framework makes at the most.
/// </summary>
static class BareInsert
{
    private const int MessagesPerCommit = 1024;

    public static async Task<BareResult> MeasureAsync(string path, StoredRows rows, CancellationToken cancellationToken)
    {
        try
        {
            using var database = SqliteDatabase.Open(path);
            await database.WriteAsync(connection => Insert(connection, "stream", StoredRows.StreamColumns, rows.Streams), cancellationToken);
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
        finally
        {
            foreach (var file in new[] { path, path + "-wal", path + "-shm" }) File.Delete(file);
        }
    }

    private static List<(object[][] Messages, object[][] Readings)> Commits(StoredRows rows)
    {
        var readings = rows.Readings.ToLookup(row => (long)row[StoredRows.MessageOfReading]);
        return [.. rows.Messages.Chunk(MessagesPerCommit).Select(messages => (messages, messages.SelectMany(message => readings[(long)message[0]]).ToArray()))];
    }

    private static void Insert(DbConnection transaction, string table, string columns, IReadOnlyList<object[]> rows)
    {
        using var command = ((SqliteConnection)transaction).CreateCommand();
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
}
