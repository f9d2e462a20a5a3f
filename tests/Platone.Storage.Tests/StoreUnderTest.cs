using System.Data.Common;

namespace Platone.Storage.Tests;

/// <summary>A store of its own for one test, and the means to look behind its back.</summary>
public abstract class StoreUnderTest : IDisposable
{
    private protected StoreUnderTest(string name)
    {
        Name = name;
        Database = Database.Open(name);
    }

    /// <summary>A path or a connection string: what <see cref="Database.Open"/> takes.</summary>
    public string Name { get; }

    public Database Database { get; private set; }

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
        Database = Database.Open(Name);
        Readings = null!;
    }

    public async Task<StoredMessage> AcceptAsync(IncomingMessage message) => (await Readings.AcceptAsync([message], CancellationToken.None))[0];

    /// <summary>What somebody with the database's own client does.</summary>
    /// <param name="sql">As SQLite has it; bytes are written <c>x'00'</c>.</param>
    public void Tamper(string sql, params ReadOnlySpan<object?> values)
    {
        using var connection = OpenBehind();
        using var command = Command(connection, sql, values);
        try
        {
            command.ExecuteNonQuery();
        }
        catch (DbException e) when (IsRefusedType(e))
        {
            Assert.Skip($"The database itself refuses that: {e.Message}");
        }
    }

    /// <summary>From now on a row with <paramref name="condition"/> fails, as on a full disk.</summary>
    public abstract void RefuseInserts(string table, string condition);

    public abstract void AllowInserts(string table);

    public long Count(string table) => (long)Scalar($"SELECT count(*) FROM {table}")!;

    public object? Scalar(string sql, params ReadOnlySpan<object?> values)
    {
        using var connection = Database.OpenReader();
        using var command = Command(connection, sql, values);
        return command.ExecuteScalar();
    }

    public List<T> Rows<T>(string sql, Func<DbDataReader, T> row)
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
        Remove();
        GC.SuppressFinalize(this);
    }

    protected abstract DbConnection OpenBehind();

    protected abstract void Remove();

    /// <summary>Whether a column does not take what is no value of its type.</summary>
    protected virtual bool IsRefusedType(DbException refusal) => false;

    /// <summary>The database's own spelling of what a test says.</summary>
    protected virtual string Spell(string sql) => sql;

    private DbCommand Command(DbConnection connection, string sql, ReadOnlySpan<object?> values) => connection.Command(Spell(sql), values);
}
