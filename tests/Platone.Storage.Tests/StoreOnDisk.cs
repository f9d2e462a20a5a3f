using Microsoft.Data.Sqlite;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage.Tests;

/// <summary>A store in a temporary folder, and the means to look behind its back.</summary>
sealed class StoreOnDisk : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("platone-store-").FullName;

    public StoreOnDisk() => Database = SqliteDatabase.Open(File);

    public string File => Path.Combine(_folder, "platone.db");

    public SqliteDatabase Database { get; private set; }

    public ReadingStore Readings
    {
        get => field ??= new(Database);
        private set;
    }

    public ReadingQueries Queries => new(Database);

    public BatchStore Batches => new(Database);

    /// <summary>What a restart of the process does.</summary>
    public void Reopen()
    {
        Database.Dispose();
        Database = SqliteDatabase.Open(File);
        Readings = null!;
    }

    public async Task<StoredMessage> AcceptAsync(IncomingMessage message) => (await Readings.AcceptAsync([message], CancellationToken.None))[0];

    /// <summary>What somebody with the file and sqlite3 does.</summary>
    public void Tamper(string sql, params ReadOnlySpan<object?> values)
    {
        using var connection = new SqliteConnection($"Data Source={File};Foreign Keys=False;Pooling=False");
        connection.Open();
        using var command = Command(connection, sql, values);
        command.ExecuteNonQuery();
    }

    public long Count(string table) => (long)Scalar($"SELECT count(*) FROM {table}")!;

    public object? Scalar(string sql, params ReadOnlySpan<object?> values)
    {
        using var connection = Database.OpenReader();
        using var command = Command(connection, sql, values);
        return command.ExecuteScalar();
    }

    public List<T> Rows<T>(string sql, Func<SqliteDataReader, T> row)
    {
        using var connection = Database.OpenReader();
        using var command = Command(connection, sql, []);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    public void Dispose()
    {
        Database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i + 1}", values[i] ?? DBNull.Value);
        return command;
    }
}
