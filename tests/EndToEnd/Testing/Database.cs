using Microsoft.Data.Sqlite;

namespace Platone.Testing;

/// <summary>A store's file, opened beside the framework with plain SQL.</summary>
static class Database
{
    public static long Number(string file, string sql) => (long)Scalar(file, sql);

    public static string Text(string file, string sql) => (string)Scalar(file, sql);

    /// <returns>How many rows were changed.</returns>
    public static int Change(string file, string sql)
    {
        using var connection = Open(file, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public static IReadOnlyList<object[]> Rows(string file, string sql)
    {
        using var connection = Open(file, SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The only row of the answer.</summary>
    public static object[] Row(string file, string sql) => Assert.Single(Rows(file, sql));

    private static object Scalar(string file, string sql) => Row(file, sql)[0];

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
