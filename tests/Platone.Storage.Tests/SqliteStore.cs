using System.Data.Common;
using Microsoft.Data.Sqlite;
using Platone.Storage.Sqlite;

namespace Platone.Storage.Tests;

/// <summary>A file in a temporary folder.</summary>
public sealed class SqliteStore() : StoreUnderTest(Path.Combine(Directory.CreateTempSubdirectory("platone-store-").FullName, "platone.db"))
{
    public new SqliteDatabase Database => (SqliteDatabase)base.Database;

    public override void RefuseInserts(string table, string condition) =>
        Tamper($"CREATE TRIGGER full_disk BEFORE INSERT ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, 'disk full'); END");

    public override void AllowInserts(string table) => Tamper("DROP TRIGGER full_disk");

    protected override DbConnection OpenBehind()
    {
        var connection = new SqliteConnection($"Data Source={Name};Foreign Keys=False;Pooling=False");
        connection.Open();
        return connection;
    }

    protected override void Remove() => Directory.Delete(Path.GetDirectoryName(Name)!, recursive: true);
}
