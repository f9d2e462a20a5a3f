using Npgsql;
using NpgsqlTypes;

namespace Platone.Storage.Postgres;

/// <summary>Rows are gathered and go by binary COPY, several times as fast as INSERT.</summary>
/// <param name="months">For <c>reading</c>, whose months must be there first; else null.</param>
sealed class PostgresTableWriter(NpgsqlConnection connection, string table, string columns, Months? months) : TableWriter
{
    /// <summary>So many rows are gathered at the most.</summary>
    private const int RowsAtOnce = 16_384;

    private readonly List<object?[]> _rows = [];
    private readonly int _time = months is null ? -1 : Array.IndexOf(columns.Split(", "), "time");

    public override void Add(params ReadOnlySpan<object?> values)
    {
        _rows.Add(values.ToArray());
        if (_rows.Count == RowsAtOnce) Flush();
    }

    public override void Flush()
    {
        if (_rows.Count == 0) return;

        foreach (var row in months is null ? [] : _rows) months!.Ensure(connection, (long)row[_time]!);
        using var copy = connection.BeginBinaryImport($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in _rows)
        {
            copy.StartRow();
            foreach (var value in row) Write(copy, value);
        }

        copy.Complete();
        _rows.Clear();
    }

    public override void Dispose() => _rows.Clear();

    private static void Write(NpgsqlBinaryImporter copy, object? value)
    {
        switch (value)
        {
            case null or DBNull: copy.WriteNull(); break;
            case long number: copy.Write(number, NpgsqlDbType.Bigint); break;
            case string text: copy.Write(text, NpgsqlDbType.Text); break;
            case byte[] bytes: copy.Write(bytes, NpgsqlDbType.Bytea); break;
            default: throw new ArgumentException($"A column takes long, string or bytes, not {value.GetType()}.", nameof(value));
        }
    }
}
