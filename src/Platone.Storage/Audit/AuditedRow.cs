using System.Data.Common;
using System.Text;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage.Audit;

/// <summary>Which table a row is of.</summary>
enum RowSource
{
    Reading,
    Record,
    Erased,
}

/// <summary>A row that stands for a certified record, as somebody may have left it.</summary>
/// <param name="Id">Of <c>reading</c> or <c>record</c>; an erased reading goes by the number that it had.</param>
/// <param name="Fault">Why there can be no leaf, or null.</param>
sealed record AuditedRow(RowSource Source, long Id, AuditedStream Stream, ulong Sequence, long? Batch, long? Position, string? Fault)
{
    /// <summary>Of a reading without a fault that was asked for by <see cref="ParseWholeReading"/>.</summary>
    public StoredReading? Reading { get; init; }

    /// <summary>Made from the row; null where that is impossible.</summary>
    public Hash256? Leaf { get; set; }

    /// <summary>Unix seconds, as its receipt promises; null for what is gone.</summary>
    public long? CertifyBy { get; init; }

    public bool IsLate { get; init; }

    /// <summary>Of measurement, or when a record was made; null for what is gone.</summary>
    public long? TimeMicros { get; init; }

    /// <summary>What the row says that it replaces.</summary>
    public ulong? Replaces { get; init; }

    public const string SelectReadings = $"SELECT {ReadingRow.Columns}, r.stream, r.certify_by, r.late FROM reading r";

    public const string SelectRecords = "SELECT r.id, r.kind, r.stream, r.sequence, r.time, r.body, r.salt, r.certify_by, r.batch, r.position FROM record r";

    public const string SelectErased =
        """
        SELECT r.stream, r.sequence, r.batch, r.position, r.reading, r.reason, t.kind, t.stream, t.body
        FROM erased r LEFT JOIN record t ON t.id = r.tombstone
        """;

    /// <param name="leaves">Gets the row, and sets its leaf when it is asked for them.</param>
    public static AuditedRow ParseReading(RowColumns row, AuditedStreams streams, DbConnection connection, ReadingLeaves leaves)
    {
        var stream = streams.Of(connection, row.Int64(ReadingRow.Count));
        var reading = HashedOf(row, stream, out var fault);
        var parsed = OfReading(row, stream, fault);
        if (reading is { } hashed) leaves.Add(parsed, hashed);
        return parsed;
    }

    /// <summary>With its leaf, and with the reading itself: for the few rows that something is wrong with.</summary>
    public static AuditedRow ParseWholeReading(RowColumns row, AuditedStreams streams, DbConnection connection)
    {
        var stream = streams.Of(connection, row.Int64(ReadingRow.Count));
        if (HashedOf(row, stream, out var fault) is not { } hashed) return OfReading(row, stream, fault);

        return OfReading(row, stream, fault: null) with { Leaf = hashed.ToRecord().Leaf(), Reading = ReadingRow.Parse(row, stream.Provider, stream.Name!) };
    }

    public static AuditedRow ParseRecord(DbDataReader row, AuditedStreams streams, DbConnection connection)
    {
        var stream = streams.Of(connection, row.GetInt64(2));
        var (kind, sequence, body, salt) = ((RecordKind)(byte)row.GetInt64(1), (ulong)row.GetInt64(3), row.GetBytes(5), row.GetBytes(6));
        var fault = stream.Fault ?? (row.GetInt64(1) is < (long)RecordKind.Document or > (long)RecordKind.Tombstone ? $"column kind holds {row.GetInt64(1)}"
            : salt.Length != Hash256.Length ? "column salt has another length" : null);
        return new(RowSource.Record, row.GetInt64(0), stream, sequence, row.GetNullableInt64(8), row.GetNullableInt64(9), fault)
        {
            Leaf = fault is null
                ? new CertifiedRecord(kind, stream.Provider, stream.Name!.Hash, sequence, Keccak256.Hash(body), new(salt), Origin: Hash256.Zero).Leaf()
                : null,
            TimeMicros = row.GetInt64(4), CertifyBy = row.GetInt64(7),
        };
    }

    /// <summary>What was erased has no row to make a leaf from; its tombstone, which is certified itself, names it.</summary>
    public static AuditedRow ParseErased(DbDataReader row, AuditedStreams streams, DbConnection connection)
    {
        var stream = streams.Of(connection, row.GetInt64(0));
        var content = row.IsDBNull(6) ? null : TombstoneBody.TryParse(row.GetBytes(8));
        var fault = row.IsDBNull(6) || content is null || row.GetInt64(6) != (long)RecordKind.Tombstone
            ? "the store says that it was erased, and has no tombstone of it"
            : row.GetInt64(7) != row.GetInt64(0) ? "its tombstone stands in another stream"
            : content.Value.ReasonHash != TombstoneBody.HashOf(row.GetString(5)) ? "the reason is not the one that its tombstone has"
            : null;
        return new(RowSource.Erased, row.GetInt64(4), stream, (ulong)row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), fault)
        {
            Leaf = fault is null ? content!.Value.ErasedLeaf : null,
        };
    }

    private static AuditedRow OfReading(RowColumns row, AuditedStream stream, string? fault) =>
        new(RowSource.Reading, row.Int64(0), stream, (ulong)row.Int64(1), row.NullableInt64(9), row.NullableInt64(10), fault)
        {
            CertifyBy = row.Int64(ReadingRow.Count + 1), IsLate = row.Int64(ReadingRow.Count + 2) != 0, TimeMicros = row.Int64(2),
            Replaces = (ulong?)row.NullableInt64(6),
        };

    private static HashedReading? HashedOf(RowColumns row, AuditedStream stream, out string? fault)
    {
        fault = !row.HasOwnTypes() ? "a column holds a value of another type than its own" : stream.Fault;
        if (fault is not null) return null;

        try
        {
            var reading = ReadingRow.ParseHashed(row, stream.Provider, stream.Name!.Hash);
            if (IsWrittenSo(reading.Value, row.Bytes(3))) return reading;

            fault = $"column value holds '{Encoding.UTF8.GetString(row.Bytes(3))}', it was stored as '{reading.Value}'";
        }
        catch (Exception e) when (e is CorruptReadingException or FormatException or ArgumentException or OverflowException)
        {
            fault = e.Message;
        }

        return null;
    }

    private static bool IsWrittenSo(ExactDecimal value, ReadOnlySpan<byte> utf8)
    {
        Span<char> text = stackalloc char[ExactDecimal.MaxTextLength];
        return Ascii.Equals(utf8, text[..value.Format(text)]);
    }
}
