using System.Data.Common;
using Platone.Certification;
using Platone.Cryptography;

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
    /// <summary>Of a reading without a fault.</summary>
    public StoredReading? Reading { get; init; }

    /// <summary>Made from the row; of a reading by <see cref="SetLeaves"/>, null where that is impossible.</summary>
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
        "SELECT r.stream, r.sequence, r.batch, r.position, r.reading, r.reason, t.kind, t.stream, t.body FROM erased r LEFT JOIN record t ON t.id = r.tombstone";

    public static AuditedRow ParseReading(Database database, DbDataReader row, AuditedStreams streams, DbConnection connection)
    {
        var stream = streams.Of(connection, row.GetInt64(ReadingRow.Count));
        var (reading, fault) = ReadingOf(database, row, stream);
        return new(RowSource.Reading, row.GetInt64(0), stream, (ulong)row.GetInt64(1), row.GetNullableInt64(9), row.GetNullableInt64(10), fault)
        {
            Reading = reading, CertifyBy = row.GetInt64(ReadingRow.Count + 1), IsLate = row.GetInt64(ReadingRow.Count + 2) != 0, TimeMicros = row.GetInt64(2),
            Replaces = (ulong?)row.GetNullableInt64(6),
        };
    }

    public static AuditedRow ParseRecord(DbDataReader row, AuditedStreams streams, DbConnection connection)
    {
        var stream = streams.Of(connection, row.GetInt64(2));
        var (kind, sequence, body, salt) = ((RecordKind)(byte)row.GetInt64(1), (ulong)row.GetInt64(3), row.GetBytes(5), row.GetBytes(6));
        var fault = stream.Fault ?? (row.GetInt64(1) is < (long)RecordKind.Document or > (long)RecordKind.Tombstone ? $"column kind holds {row.GetInt64(1)}"
            : salt.Length != Hash256.Length ? "column salt has another length" : null);
        return new(RowSource.Record, row.GetInt64(0), stream, sequence, row.GetNullableInt64(8), row.GetNullableInt64(9), fault)
        {
            Leaf = fault is null ? new CertifiedRecord(kind, stream.Provider, stream.Name!.Hash, sequence, Keccak256.Hash(body), new(salt), Origin: Hash256.Zero).Leaf() : null,
            TimeMicros = row.GetInt64(4), CertifyBy = row.GetInt64(7),
        };
    }

    /// <summary>What was erased has no row to make a leaf from; its tombstone, which is certified itself, names it.</summary>
    public static AuditedRow ParseErased(DbDataReader row, AuditedStreams streams, DbConnection connection)
    {
        var stream = streams.Of(connection, row.GetInt64(0));
        var content = row.IsDBNull(6) ? null : TombstoneBody.TryParse(row.GetBytes(8));
        var fault = row.IsDBNull(6) || content is null || row.GetInt64(6) != (long)RecordKind.Tombstone ? "the store says that it was erased, and has no tombstone of it"
            : row.GetInt64(7) != row.GetInt64(0) ? "its tombstone stands in another stream"
            : content.Value.ReasonHash != TombstoneBody.HashOf(row.GetString(5)) ? "the reason is not the one that its tombstone has"
            : null;
        return new(RowSource.Erased, row.GetInt64(4), stream, (ulong)row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), fault) { Leaf = fault is null ? content!.Value.ErasedLeaf : null };
    }

    /// <summary>Makes the leaves of the readings among the rows, many at once.</summary>
    public static void SetLeaves(IReadOnlyList<AuditedRow> rows)
    {
        var readings = new List<StoredReading>(rows.Count);
        foreach (var row in rows) if (row.Reading is { } reading) readings.Add(reading);
        var leaves = CertifiedRecord.Leaves(StoredReading.ToRecords(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(readings)));
        var next = 0;
        foreach (var row in rows) if (row.Reading is not null) row.Leaf = leaves[next++];
    }

    private static (StoredReading? Reading, string? Fault) ReadingOf(Database database, DbDataReader row, AuditedStream stream)
    {
        if (!database.HasOwnTypes(row)) return (null, "a column holds a value of another type than its own");
        if (stream.Fault is not null) return (null, stream.Fault);

        try
        {
            var reading = ReadingRow.Parse(row, stream.Provider, stream.Name!);
            return reading.Value.ToString() == row.GetString(3) ? (reading, null) : (null, $"column value holds '{row.GetString(3)}', it was stored as '{reading.Value}'");
        }
        catch (Exception e) when (e is CorruptReadingException or FormatException or ArgumentException or OverflowException)
        {
            return (null, e.Message);
        }
    }
}
