using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Platone.Storage.Sqlite;

/// <summary>
/// The embedded database: one writer at a time, readers beside it (write-ahead log). A commit is on the disk when it returns
/// (<c>synchronous=FULL</c>), because receipts follow it.
/// </summary>
public sealed class SqliteDatabase : Database
{
    /// <summary>SQLITE_NOTADB.</summary>
    private const int NotADatabase = 26;

    private readonly SqliteConnection _writer;
    private readonly string _readerConnection;

    private SqliteDatabase(SqliteConnection writer, string readerConnection)
    {
        _writer = writer;
        _readerConnection = readerConnection;
    }

    /// <summary>Opens the file, or makes it with the schema of this version.</summary>
    /// <exception cref="InvalidDataException">The file was made by another version, or is no database.</exception>
    public static new SqliteDatabase Open(string path)
    {
        var writer = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            writer.Open();
            Execute(writer, """
                PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;
                PRAGMA cache_size=-65536; PRAGMA busy_timeout=5000; PRAGMA secure_delete=ON;
                """);
            Migrate(writer, path);
            return new(writer, ReaderConnection(path));
        }
        catch (SqliteException e) when (e.SqliteErrorCode == NotADatabase)
        {
            writer.Dispose();
            throw new InvalidDataException($"{path}: found no SQLite database, expected the framework's store.", e);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Opens an existing file for reading only: for audits beside a running framework or after it.</summary>
    public static new SqliteDatabase OpenReadOnly(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no store at {path}.", path);

        var reader = new SqliteConnection(ReaderConnection(path));
        try
        {
            reader.Open();
            Check(reader, path);
            return new(reader, ReaderConnection(path));
        }
        catch (SqliteException e) when (e.SqliteErrorCode == NotADatabase)
        {
            reader.Dispose();
            throw new InvalidDataException($"{path}: found no SQLite database, expected the framework's store.", e);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public override DbConnection OpenReader() => OpenPooled();

    private SqliteConnection OpenPooled()
    {
        var connection = new SqliteConnection(_readerConnection);
        connection.Open();
        return connection;
    }

    public override DbConnection OpenSnapshot()
    {
        // Not of the pool: the next to get it would find the transaction still open.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(_readerConnection) { Pooling = false }.ToString());
        connection.Open();
        connection.Execute("BEGIN");
        return connection;
    }

    public override Task CopyToAsync(string path, CancellationToken cancellationToken) => Task.Run(() => CopyTo(path), cancellationToken);

    private void CopyTo(string path)
    {
        using var reader = OpenPooled();
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        copy.Open();
        reader.BackupDatabase(copy);
    }

    /// <summary>What SQLite's own check finds wrong with the file first, null where it is whole.</summary>
    public string? FindDamage()
    {
        using var connection = OpenReader();
        using var command = connection.Command("PRAGMA integrity_check(1)");
        return command.ExecuteScalar() is string and not "ok" and var damage ? damage : null;
    }

    internal override RowColumns Columns(DbDataReader reader) => new SqliteColumns((SqliteDataReader)reader);

    internal override TableWriter Writer(DbConnection connection, string table, string columns) => new SqliteTableWriter(connection, table, columns);

    internal override void NumberBehind(DbConnection connection, string table)
    {
        // A row without a number gets the highest and one.
    }

    internal override int Place(DbConnection connection, ulong batch, IReadOnlyList<PlacedReading> byPosition)
    {
        using var place = connection.Command("UPDATE reading SET batch=$1, position=$2 WHERE id=$3 AND batch IS NULL", 0, 0, 0);
        var placed = 0;
        for (var position = 0; position < byPosition.Count; position++)
            placed += place.With((long)batch, (long)position, byPosition[position].Id).ExecuteNonQuery();
        return placed;
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;

        _writer.Dispose();
        base.Dispose(disposing);
        using var pooled = new SqliteConnection(_readerConnection);
        SqliteConnection.ClearPool(pooled);
    }

    private static string ReaderConnection(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = true }.ToString();

    protected override T InTransaction<T>(Func<DbConnection, T> work)
    {
        using var transaction = _writer.BeginTransaction(deferred: false);
        var result = work(_writer);
        transaction.Commit();
        return result;
    }

    /// <summary>Deleted bytes are overwritten where they stood; the log's old pages go with the log, once nobody reads them any more.</summary>
    protected override string? Clean(IReadOnlyCollection<long> timesMicros)
    {
        using var command = _writer.Command("PRAGMA wal_checkpoint(TRUNCATE)");
        return command.Read(row => row.GetInt64(0)) is [0]
            ? null
            : "somebody is reading the store: what was deleted leaves the write-ahead log when that has ended";
    }

    private static void Migrate(SqliteConnection connection, string path)
    {
        if (VersionOf(connection) == 0) Step(connection, SqliteSchema.Sql, SchemaVersion);

        TransactionFields.Register(connection);
        while (SqliteMigrations.Steps.TryGetValue((int)VersionOf(connection), out var step)) Step(connection, step, (int)VersionOf(connection) + 1);
        Check(connection, path);
    }

    private static void Step(SqliteConnection connection, string sql, int version)
    {
        using var transaction = connection.BeginTransaction();
        Execute(connection, sql, transaction);
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={version};"), transaction);
        transaction.Commit();
    }

    private static void Check(SqliteConnection connection, string path)
    {
        var version = VersionOf(connection);
        if (version != SchemaVersion) throw new InvalidDataException($"{path} has schema version {version}; this program reads version {SchemaVersion}.");
    }

    private static long VersionOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }
}
