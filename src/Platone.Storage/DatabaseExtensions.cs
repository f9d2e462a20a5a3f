using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Platone.Cryptography;

namespace Platone.Storage;

/// <summary>Commands with numbered parameters, and the project's value types in columns.</summary>
static class DatabaseExtensions
{
    /// <summary>A command with parameters <c>$1</c>, <c>$2</c>, ... in the order of <paramref name="values"/>.</summary>
    public static DbCommand Command(this DbConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            // PostgreSQL counts parameters that have no name; SQLite wants each by the name that the SQL gives it.
            if (command is SqliteCommand) parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i + 1}");
            parameter.Value = values[i] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static void Execute(this DbConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Command(sql, values);
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a prepared command again with other values.</summary>
    public static DbCommand With(this DbCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    public static List<T> Read<T>(this DbCommand command, Func<DbDataReader, T> row)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    public static byte[] GetBytes(this DbDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    public static Hash256 GetHash(this DbDataReader reader, int column) => new(reader.GetBytes(column));

    public static Address GetAddress(this DbDataReader reader, int column) => new(reader.GetBytes(column));

    public static long? GetNullableInt64(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
