using System.Data.Common;
using System.Globalization;

namespace Platone.Storage.Sqlite;

/// <summary>One prepared INSERT: SQLite has nothing faster.</summary>
sealed class SqliteTableWriter : TableWriter
{
    private readonly DbCommand _insert;

    public SqliteTableWriter(DbConnection connection, string table, string columns)
    {
        var count = columns.AsSpan().Count(',') + 1;
        var values = string.Join(',', Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"${number}")));
        _insert = connection.Command($"INSERT INTO {table} ({columns}) VALUES ({values})", new object?[count]);
    }

    public override void Add(params ReadOnlySpan<object?> values) => _insert.With(values).ExecuteNonQuery();

    public override void Flush()
    {
        // Each row was there at once.
    }

    public override void Dispose() => _insert.Dispose();
}
