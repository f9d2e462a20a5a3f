using System.Data;
using System.Data.Common;
using Npgsql;
using Platone.Storage.Sqlite;

namespace Platone.Storage.Postgres;

/// <summary>
/// A database of a PostgreSQL server, version 15 or later, for stores that outgrow one file or one machine. One process writes at a time,
/// held by a lock of the database. A commit is flushed by the server when it returns (<c>synchronous_commit=on</c>).
/// </summary>
public sealed class PostgresDatabase : Database
{
    /// <summary>The number of the advisory lock that the writer holds: "platone" in ASCII.</summary>
    private const long WriterLock = 0x70_6C_61_74_6F_6E_65;

    private const int LockPatienceMilliseconds = 3_000;

    private readonly NpgsqlDataSource _readers;
    private readonly string _writerString;
    private readonly Months _months = new();
    private NpgsqlConnection? _writer;

    private PostgresDatabase(NpgsqlConnectionStringBuilder place, NpgsqlConnection? writer)
    {
        _writerString = WriterString(place);
        _readers = NpgsqlDataSource.Create(ReaderString(place));
        _writer = writer;
    }

    /// <summary>Opens the database, and makes the tables where it is empty.</summary>
    /// <param name="connectionString">As Npgsql takes it. The password belongs into a <c>.pgpass</c> file or PGPASSWORD, not in here.</param>
    /// <exception cref="InvalidDataException">
    /// It does not let us in, was made by another version, has another encoding, does not flush, or has another writer.
    /// </exception>
    public static new PostgresDatabase Open(string connectionString)
    {
        var place = Parse(connectionString);
        return Named(place, () =>
        {
            var writer = OpenWriter(WriterString(place));
            try
            {
                RefuseUnsafe(writer);
                if (VersionOf(writer) is null) Create(writer);
                Check(writer);
                return new PostgresDatabase(place, writer);
            }
            catch
            {
                writer.Dispose();
                throw;
            }
        });
    }

    /// <summary>Opens an existing store for reading only; a role that may only SELECT is enough.</summary>
    public static new PostgresDatabase OpenReadOnly(string connectionString)
    {
        var place = Parse(connectionString);
        return Named(place, () =>
        {
            using var reader = new NpgsqlConnection(ReaderString(place));
            reader.Open();
            Check(reader);
            return new PostgresDatabase(place, writer: null);
        });
    }

    public override DbConnection OpenReader() => _readers.OpenConnection();

    public override DbConnection OpenSnapshot()
    {
        var connection = _readers.OpenConnection();
        connection.Execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        return connection;
    }

    public override async Task CopyToAsync(string path, CancellationToken cancellationToken)
    {
        using var copy = SqliteDatabase.Open(path);
        await StoreCopy.CopyAsync(this, copy, progress: null, cancellationToken).ConfigureAwait(false);
    }

    internal override RowColumns Columns(DbDataReader reader) => new ReaderColumns(reader);

    internal override TableWriter Writer(DbConnection connection, string table, string columns) =>
        new PostgresTableWriter((NpgsqlConnection)connection, table, columns, table == "reading" ? _months : null);

    internal override void NumberBehind(DbConnection connection, string table)
    {
        using var find = connection.Command(
            """
            SELECT pg_get_serial_sequence($1, 'id') FROM information_schema.columns
            WHERE table_name = $1 AND column_name = 'id' AND is_identity = 'YES'
            """,
            table);
        if (find.ExecuteScalar() is string sequence) connection.Execute($"SELECT setval('{sequence}', (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)");
    }

    internal override int Place(DbConnection connection, ulong batch, IReadOnlyList<PlacedReading> byPosition)
    {
        using var place = connection.Command(
            """
            UPDATE reading r SET batch=$1, position=p.position - 1
            FROM unnest($2::bigint[], $3::bigint[]) WITH ORDINALITY AS p(id, time, position)
            WHERE r.id = p.id AND r.time = p.time AND r.batch IS NULL
            """,
            (long)batch, byPosition.Select(reading => reading.Id).ToArray(), byPosition.Select(reading => reading.TimeMicros).ToArray());
        return place.ExecuteNonQuery();
    }

    protected override T InTransaction<T>(Func<DbConnection, T> work)
    {
        var writer = Writer();
        using var transaction = writer.BeginTransaction();
        try
        {
            var result = work(writer);
            transaction.Commit();
            return result;
        }
        catch
        {
            _months.Forget();
            throw;
        }
    }

    protected override string? Clean(IReadOnlyCollection<long> timesMicros)
    {
        foreach (var table in timesMicros.Select(Months.TableOf).Distinct().Append("message")) Writer().Execute($"VACUUM {table}");
        return null;
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;

        _writer?.Dispose();
        _readers.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The connection that holds the lock; a new one where it broke, once the server let go of the old one's lock.</summary>
    private NpgsqlConnection Writer()
    {
        if (_writer is { State: ConnectionState.Open } open) return open;
        if (_writer is null) throw new InvalidOperationException("The store was opened for reading only.");

        _writer.Dispose();
        return _writer = OpenWriter(_writerString);
    }

    private static NpgsqlConnection OpenWriter(string connectionString)
    {
        var writer = new NpgsqlConnection(connectionString);
        try
        {
            writer.Open();
            writer.Execute("SET synchronous_commit = on");
            TakeLock(writer);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>The server lets go of a lock a moment after the connection that had it is gone, so a restart waits for that.</summary>
    private static void TakeLock(NpgsqlConnection writer)
    {
        writer.Execute($"SET lock_timeout = {LockPatienceMilliseconds}");
        try
        {
            writer.Execute("SELECT pg_advisory_lock($1)", WriterLock);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new NpgsqlException("another process writes to this store");
        }

        writer.Execute("RESET lock_timeout");
    }

    private static void RefuseUnsafe(NpgsqlConnection connection)
    {
        var settings = new[] { ("fsync", "on", "what is receipted must survive a power cut"), ("server_encoding", "UTF8", "names are UTF-8") };
        foreach (var (setting, expected, why) in settings)
        {
            using var show = connection.Command($"SHOW {setting}");
            if (show.ExecuteScalar() is string found && found != expected)
                throw new InvalidDataException($"found {setting} = {found}, expected {expected}: {why}");
        }
    }

    private static void Create(NpgsqlConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute(PostgresSchema.Sql);
        transaction.Commit();
    }

    private static void Check(NpgsqlConnection connection)
    {
        if (VersionOf(connection) is not { } version) throw new InvalidDataException("found no table schema_version, expected the framework's store");
        if (version != SchemaVersion) throw new InvalidDataException($"found schema version {version}, expected {SchemaVersion}");
    }

    private static long? VersionOf(NpgsqlConnection connection)
    {
        using var find = connection.Command("SELECT to_regclass('schema_version') IS NOT NULL");
        if (find.ExecuteScalar() is not true) return null;

        using var version = connection.Command("SELECT version FROM schema_version");
        return (long)version.ExecuteScalar()!;
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            return new(connectionString);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"the store's connection string: {e.Message}", e);
        }
    }

    /// <summary>Every failure at opening says which database it is about; passwords are in none of the messages.</summary>
    private static PostgresDatabase Named(NpgsqlConnectionStringBuilder place, Func<PostgresDatabase> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is DbException or InvalidDataException)
        {
            var why = e.InnerException?.Message ?? (e as PostgresException)?.MessageText ?? e.Message;
            throw new InvalidDataException($"database {place.Database} at {place.Host}: {why}", e);
        }
    }

    private static string WriterString(NpgsqlConnectionStringBuilder place) => new NpgsqlConnectionStringBuilder(place.ConnectionString)
    {
        Pooling = false,
        ApplicationName = "platone writer",
        MaxAutoPrepare = 50,
        AutoPrepareMinUsages = 2,
    }.ConnectionString;

    private static string ReaderString(NpgsqlConnectionStringBuilder place) => new NpgsqlConnectionStringBuilder(place.ConnectionString)
    {
        ApplicationName = "platone reader",
        Options = $"{place.Options} -c default_transaction_read_only=on".TrimStart(),
        MaxAutoPrepare = 50,
    }.ConnectionString;
}
