using System.Data.Common;
using Platone.Storage.Postgres;
using Platone.Storage.Sqlite;

namespace Platone.Storage;

/// <summary>
/// The store's database: one writer at a time, readers beside it. A commit is durable when it returns, because receipts follow it. What
/// the stores ask is SQL that both kinds understand; what they do differently is below, in members of its own.
/// </summary>
public abstract class Database : IDisposable
{
    /// <summary>What this program reads; an older SQLite file is brought there when it is opened for writing.</summary>
    public const int SchemaVersion = 5;

    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <summary>Opens a store for writing, and makes or brings up its schema.</summary>
    /// <param name="store">The path of a SQLite file, or a connection string of PostgreSQL.</param>
    /// <exception cref="InvalidDataException">It was made by another version, is no store, or another process writes to it.</exception>
    public static Database Open(string store) => IsConnectionString(store) ? PostgresDatabase.Open(store) : SqliteDatabase.Open(store);

    /// <summary>Opens an existing store for reading only: for audits beside a running framework or after it.</summary>
    /// <param name="store">As for <see cref="Open"/>.</param>
    public static Database OpenReadOnly(string store) => IsConnectionString(store) ? PostgresDatabase.OpenReadOnly(store) : SqliteDatabase.OpenReadOnly(store);

    /// <summary>Whether a store's name is a connection string (<c>Host=...;Database=...</c>) and no path.</summary>
    public static bool IsConnectionString(string store) => store.Contains('=', StringComparison.Ordinal);

    /// <summary>Runs <paramref name="work"/> in one transaction: all of it is durable when the task ends, or none.</summary>
    public async Task<T> WriteAsync<T>(Func<DbConnection, T> work, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // One writer's transactions are short and follow each other: a thread of the pool does one from end to end.
            return await Task.Run(() => InTransaction(work), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    public Task WriteAsync(Action<DbConnection> work, CancellationToken cancellationToken) =>
        WriteAsync(
            connection =>
            {
                work(connection);
                return true;
            },
            cancellationToken);

    /// <summary>A pooled connection of its own for reading; dispose it.</summary>
    public abstract DbConnection OpenReader();

    /// <summary>Takes out of the database's files what was deleted from its tables, as far as the database can.</summary>
    /// <param name="timesMicros">Of the readings that were deleted.</param>
    /// <returns>Null where it is gone, else why not yet.</returns>
    public async Task<string?> CleanAsync(IReadOnlyCollection<long> timesMicros, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Clean(timesMicros), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A connection of its own that reads what the store held at this moment, whatever is written meanwhile; dispose it.</summary>
    public abstract DbConnection OpenSnapshot();

    /// <summary>Writes the store as it is at one moment into a new SQLite file, while others write.</summary>
    public abstract Task CopyToAsync(string path, CancellationToken cancellationToken);

    protected abstract T InTransaction<T>(Func<DbConnection, T> work);

    protected abstract string? Clean(IReadOnlyCollection<long> timesMicros);

    /// <summary>The columns of the rows that a reader of this database goes through, each as it stands on it.</summary>
    internal abstract RowColumns Columns(DbDataReader reader);

    /// <summary>The fast way of putting many rows into a table; part of a transaction.</summary>
    /// <param name="columns">With commas between them.</param>
    internal abstract TableWriter Writer(DbConnection connection, string table, string columns);

    /// <summary>Lets a table number its next row behind those that came with their numbers; part of a transaction.</summary>
    internal abstract void NumberBehind(DbConnection connection, string table);

    /// <summary>Puts readings that are in no batch yet into one, at the positions of their order; part of a transaction.</summary>
    /// <returns>How many were put there.</returns>
    internal abstract int Place(DbConnection connection, ulong batch, IReadOnlyList<PlacedReading> byPosition);

    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _writing.Dispose();
    }
}

/// <summary>A reading on its way into a batch: its number, and the time by which its row is found in a store that is divided by time.</summary>
/// <param name="IsRecord">No reading: a row of the table <c>record</c>.</param>
public readonly record struct PlacedReading(long Id, long TimeMicros, bool IsRecord = false);
