using System.Data.Common;
using System.Text.RegularExpressions;
using Npgsql;
using Platone.Testing;

namespace Platone.Storage.Tests;

/// <summary>A database of its own in the tests' server.</summary>
public sealed partial class PostgresStore() : StoreUnderTest(SharedPostgres.Server.NewDatabase())
{
    public override void RefuseInserts(string table, string condition) => Tamper(
        $"""
        CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE disk_full USING MESSAGE = ''disk full''; END';
        CREATE TRIGGER full_disk BEFORE INSERT ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION full_disk()
        """);

    public override void AllowInserts(string table) => Tamper($"DROP TRIGGER full_disk ON {table}");

    protected override DbConnection OpenBehind()
    {
        var connection = new NpgsqlConnection(Name + ";Pooling=false");
        connection.Open();
        return connection;
    }

    protected override void Remove() => SharedPostgres.Server.Drop(Name);

    protected override bool IsRefusedType(DbException refusal) =>
        refusal.SqlState is PostgresErrorCodes.DatatypeMismatch or PostgresErrorCodes.InvalidTextRepresentation
        or PostgresErrorCodes.ForeignKeyViolation;

    protected override string Spell(string sql) => Bytes().Replace(sql, @"'\x$1'::bytea");

    [GeneratedRegex("x'([0-9a-fA-F]*)'")]
    private static partial Regex Bytes();
}
