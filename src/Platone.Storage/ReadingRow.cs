using System.Data.Common;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage;

/// <summary>A row of the table <c>reading</c> as a <see cref="StoredReading"/>.</summary>
static class ReadingRow
{
    public const string Columns = "r.id, r.sequence, r.time, r.value, r.unit, r.quality, r.replaces, r.raw_part, r.salt, r.batch, r.position, r.signature";

    public const int Count = 12;

    /// <summary>The columns, then the stream's provider and name.</summary>
    public const string ColumnsWithStream = Columns + ", s.provider, s.name";

    public const string From = "FROM reading r JOIN stream s ON s.id = r.stream";

    public static StoredReading ParseWithStream(DbDataReader row) => Parse(row, row.GetAddress(Count), StreamName.Parse(row.GetString(Count + 1)));

    /// <param name="names">Those met before, by their text: a batch has many readings of a stream, and a name is parsed and hashed once.</param>
    public static StoredReading ParseWithStream(DbDataReader row, Dictionary<string, StreamName> names)
    {
        var text = row.GetString(Count + 1);
        if (!names.TryGetValue(text, out var name)) names.Add(text, name = StreamName.Parse(text));
        return Parse(row, row.GetAddress(Count), name);
    }

    /// <exception cref="CorruptReadingException">Somebody wrote into the row what the access layer never writes.</exception>
    public static StoredReading Parse(DbDataReader row, Address provider, StreamName stream)
    {
        var id = row.GetInt64(0);
        if (!ExactDecimal.TryParse(row.GetString(3), out var value)) throw new CorruptReadingException(id, "value", row.GetString(3));
        if (!UnitSymbols.TryParse(row.GetString(4), out var unit)) throw new CorruptReadingException(id, "unit", row.GetString(4));
        if (row.GetBytes(8) is not { Length: Hash256.Length } salt) throw new CorruptReadingException(id, "salt", "another length");
        if (row.GetInt64(5) is not (>= 0 and <= ushort.MaxValue and var quality)) throw new CorruptReadingException(id, "quality", "out of range");

        Signature? signature = null;
        if (!row.IsDBNull(11)) signature = Signature.TryParse(row.GetBytes(11), out var parsed) ? parsed : throw new CorruptReadingException(id, "signature", "no signature");

        return new(
            id, provider, stream, (ulong)row.GetInt64(1), row.GetInt64(2), value, unit, (ushort)quality, (ulong?)row.GetNullableInt64(6), row.GetBytes(7),
            new(salt), (ulong?)row.GetNullableInt64(9), (uint?)row.GetNullableInt64(10), signature);
    }
}

/// <summary>A stored reading holds what the access layer never writes: a finding of the audit.</summary>
public sealed class CorruptReadingException(long reading, string column, string found)
    : Exception($"Reading {reading}: column {column} holds '{found}'.")
{
    public long Reading => reading;
}
