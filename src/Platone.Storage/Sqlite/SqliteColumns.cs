using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Platone.Storage.Sqlite;

/// <summary>
/// Asks SQLite itself. ADO.NET locks its handle and asks for the type at every column that it reads, which takes several times as long as reading the row.
/// </summary>
sealed partial class SqliteColumns(SqliteDataReader reader) : RowColumns
{
    /// <summary>Of <see cref="ReadingRow.Columns"/>.</summary>
    private static readonly (int Type, bool MayBeNull)[] ReadingTypes =
    [
        (raw.SQLITE_INTEGER, false), (raw.SQLITE_INTEGER, false), (raw.SQLITE_INTEGER, false), (raw.SQLITE_TEXT, false),
        (raw.SQLITE_TEXT, false), (raw.SQLITE_INTEGER, false), (raw.SQLITE_INTEGER, true), (raw.SQLITE_BLOB, false),
        (raw.SQLITE_BLOB, false), (raw.SQLITE_INTEGER, true), (raw.SQLITE_INTEGER, true), (raw.SQLITE_BLOB, true),
    ];

    // Belongs to the reader, which must live longer.
    private readonly nint _statement = reader.Handle!.DangerousGetHandle();

    public override bool IsNull(int column) => TypeOf(_statement, column) == raw.SQLITE_NULL;

    public override long Int64(int column) => Int64Of(_statement, column);

    public override unsafe ReadOnlySpan<byte> Bytes(int column)
    {
        // In this order: asking for the bytes may convert, which their length must follow.
        var bytes = BytesOf(_statement, column);
        return new(bytes, LengthOf(_statement, column));
    }

    /// <summary>SQLite keeps any type in any column, and reads 0.5 as the integer 0 where it is asked for one.</summary>
    public override bool HasOwnTypes()
    {
        for (var column = 0; column < ReadingTypes.Length; column++)
        {
            var (type, mayBeNull) = ReadingTypes[column];
            if (TypeOf(_statement, column) is var found && found != type && !(mayBeNull && found == raw.SQLITE_NULL)) return false;
        }

        return true;
    }

    // They neither wait nor call back, so the garbage collector need not be told of them.
    [SuppressGCTransition]
    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_column_type")]
    private static partial int TypeOf(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_column_int64")]
    private static partial long Int64Of(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_column_blob")]
    private static unsafe partial void* BytesOf(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_column_bytes")]
    private static partial int LengthOf(nint statement, int column);
}
