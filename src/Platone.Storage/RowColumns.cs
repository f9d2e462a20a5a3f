using System.Data.Common;

namespace Platone.Storage;

/// <summary>The columns of the row that a reader stands on, lent where the database can lend them: what is read of millions of rows.</summary>
abstract class RowColumns
{
    public abstract bool IsNull(int column);

    /// <returns>0 where the column holds NULL.</returns>
    public abstract long Int64(int column);

    /// <returns>The column's bytes, of a text its UTF-8, of NULL none; valid until the reader goes on.</returns>
    public abstract ReadOnlySpan<byte> Bytes(int column);

    /// <summary>Whether a row that begins with <see cref="ReadingRow.Columns"/> holds what these columns are declared for.</summary>
    public abstract bool HasOwnTypes();

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);
}

/// <summary>As ADO.NET has them.</summary>
sealed class ReaderColumns(DbDataReader reader) : RowColumns
{
    public override bool IsNull(int column) => reader.IsDBNull(column);

    public override long Int64(int column) => reader.IsDBNull(column) ? 0 : reader.GetInt64(column);

    public override ReadOnlySpan<byte> Bytes(int column) => reader.IsDBNull(column) ? [] : reader.GetFieldValue<byte[]>(column);

    /// <summary>A server keeps nothing else in a column than what it is declared for.</summary>
    public override bool HasOwnTypes() => true;
}
