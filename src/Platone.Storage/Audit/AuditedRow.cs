using System.Data.Common;
using Platone.Cryptography;

namespace Platone.Storage.Audit;

/// <summary>A row of the table <c>reading</c> as somebody may have left it.</summary>
/// <param name="Stream">As in the view <c>readings</c>: provider and stream.</param>
/// <param name="Leaf">Made from the row, null where that is impossible because of its <paramref name="Fault"/>.</param>
sealed record AuditedRow(long Id, string Stream, ulong Sequence, long? Batch, long? Position, Hash256? Leaf, string? Fault)
{
    public static string Select(Database database) => $"SELECT {ReadingRow.ColumnsWithStream}, {database.HasOwnTypes} {ReadingRow.From}";

    public static AuditedRow Parse(DbDataReader row)
    {
        var (leaf, fault) = LeafOf(row);
        return new(
            row.GetInt64(0), $"{Hex.Encode(row.GetBytes(ReadingRow.Count))}/{row.GetString(ReadingRow.Count + 1)}", (ulong)row.GetInt64(1),
            row.GetNullableInt64(9), row.GetNullableInt64(10), leaf, fault);
    }

    private static (Hash256? Leaf, string? Fault) LeafOf(DbDataReader row)
    {
        if (row.GetInt64(ReadingRow.Count + 2) == 0) return (null, "a column holds a value of another type than its own");

        try
        {
            var reading = ReadingRow.ParseWithStream(row);
            return reading.Value.ToString() == row.GetString(3)
                ? (reading.ToRecord().Leaf(), null)
                : (null, $"column value holds '{row.GetString(3)}', it was stored as '{reading.Value}'");
        }
        catch (Exception e) when (e is CorruptReadingException or FormatException or ArgumentException)
        {
            return (null, e.Message);
        }
    }
}
