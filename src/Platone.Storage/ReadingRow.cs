using System.Data.Common;
using System.Text;
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
    public static StoredReading Parse(DbDataReader row, Address provider, StreamName stream) => Parse(new ReaderColumns(row), provider, stream);

    /// <inheritdoc cref="Parse(DbDataReader, Address, StreamName)"/>
    public static StoredReading Parse(RowColumns row, Address provider, StreamName stream) => new(
        row.Int64(0), provider, stream, (ulong)row.Int64(1), row.Int64(2), ValueOf(row), UnitOf(row), QualityOf(row), (ulong?)row.NullableInt64(6),
        row.Bytes(7).ToArray(), SaltOf(row), (ulong?)row.NullableInt64(9), (uint?)row.NullableInt64(10), SignatureOf(row));

    /// <summary>What the row's leaf is made of, without copies of its parts.</summary>
    /// <param name="stream">The hash of its name.</param>
    /// <exception cref="CorruptReadingException">Somebody wrote into the row what the access layer never writes.</exception>
    public static HashedReading ParseHashed(RowColumns row, Address provider, Hash256 stream) => new(
        provider, stream, (ulong)row.Int64(1), row.Int64(2), ValueOf(row), UnitOf(row), QualityOf(row), (ulong?)row.NullableInt64(6),
        Keccak256.Hash(row.Bytes(7)), SaltOf(row), DeviceSignature.OriginHash(SignatureOf(row)));

    private static ExactDecimal ValueOf(RowColumns row) =>
        ExactDecimal.TryParse(row.Bytes(3), out var value) ? value : throw Corrupt(row, "value", row.Bytes(3));

    private static UnitSymbol UnitOf(RowColumns row) =>
        UnitSymbols.TryParse(row.Bytes(4), out var unit) ? unit : throw Corrupt(row, "unit", row.Bytes(4));

    private static ushort QualityOf(RowColumns row) =>
        row.Int64(5) is >= 0 and <= ushort.MaxValue and var quality ? (ushort)quality : throw Corrupt(row, "quality", "out of range"u8);

    private static Hash256 SaltOf(RowColumns row) =>
        row.Bytes(8) is { Length: Hash256.Length } salt ? new(salt) : throw Corrupt(row, "salt", "another length"u8);

    private static Signature? SignatureOf(RowColumns row)
    {
        if (row.IsNull(11)) return null;
        return Signature.TryParse(row.Bytes(11), out var signature) ? signature : throw Corrupt(row, "signature", "no signature"u8);
    }

    private static CorruptReadingException Corrupt(RowColumns row, string column, ReadOnlySpan<byte> found) =>
        new(row.Int64(0), column, Encoding.UTF8.GetString(found));
}

/// <summary>A stored reading holds what the access layer never writes: a finding of the audit.</summary>
public sealed class CorruptReadingException(long reading, string column, string found)
    : Exception($"Reading {reading}: column {column} holds '{found}'.")
{
    public long Reading => reading;
}
