using Platone.Certification;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage;

/// <summary>Asks for readings; never writes.</summary>
public sealed class ReadingQueries(Database database)
{
    private const string SelectWithDevice = $"SELECT {ReadingRow.ColumnsWithStream}, m.device {ReadingRow.From} JOIN message m ON m.id = r.message";

    public StoredReading? Find(long id)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command($"SELECT {ReadingRow.ColumnsWithStream} {ReadingRow.From} WHERE r.id=$1", id);
        return command.Read(ReadingRow.ParseWithStream).SingleOrDefault();
    }

    public StoredReading? Find(Address provider, StreamName stream, ulong sequence)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            $"SELECT {ReadingRow.ColumnsWithStream} {ReadingRow.From} WHERE s.provider=$1 AND s.name=$2 AND r.sequence=$3",
            provider.ToArray(), stream.ToString(), (long)sequence);
        return command.Read(ReadingRow.ParseWithStream).SingleOrDefault();
    }

    /// <summary>A stream's readings with numbers from <paramref name="first"/> to <paramref name="last"/>, by number.</summary>
    public IReadOnlyList<StoredReading> Find(Address provider, StreamName stream, ulong first, ulong last, int limit)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            $"""
            SELECT {ReadingRow.ColumnsWithStream} {ReadingRow.From}
            WHERE s.provider=$1 AND s.name=$2 AND r.sequence BETWEEN $3 AND $4 ORDER BY r.sequence LIMIT $5
            """,
            provider.ToArray(), stream.ToString(), (long)Math.Min(first, long.MaxValue), (long)Math.Min(last, long.MaxValue), limit);
        return command.Read(ReadingRow.ParseWithStream);
    }

    /// <summary>Where the reading that a receipt is for is certified, or was before it was erased. It names the stream by its hash.</summary>
    /// <returns>Null where there is no such reading; no batch while it waits for one.</returns>
    public (ulong? Batch, uint? Position)? PlaceOf(Receipt receipt)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command("SELECT name FROM stream WHERE provider=$1", receipt.Provider.ToArray());
        if (receipt.Sequence > long.MaxValue) return null;
        if (command.Read(row => StreamName.Parse(row.GetString(0))).Find(name => name.Hash == receipt.Stream) is not { } stream) return null;
        if (Find(receipt.Provider, stream, receipt.Sequence) is { } reading) return (reading.Batch, reading.Position);

        return ErasedReadings.First(connection, receipt.Provider, stream, receipt.Sequence, receipt.Sequence) is { } erased
            ? (erased.Batch, erased.Position)
            : null;
    }

    /// <summary>The reading with the device under whose topic it came: the two may differ where a gateway speaks for meters.</summary>
    public (StoredReading Reading, string Device)? FindWithDevice(long id)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command($"{SelectWithDevice} WHERE r.id=$1", id);
        return command.Read(WithDevice).Cast<(StoredReading, string)?>().SingleOrDefault();
    }

    /// <summary>
    /// Readings of one stream with from &lt;= time &lt; to, oldest first; <paramref name="after"/> continues behind an earlier page's
    /// last (time, id).
    /// </summary>
    public IReadOnlyList<(StoredReading Reading, string Device)> InRange(
        Address provider, StreamName stream, long fromMicros, long toMicros, (long Time, long Id)? after, int limit)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            $"{SelectWithDevice} WHERE s.provider=$1 AND s.name=$2 AND r.time>=$3 AND r.time<$4 AND (r.time,r.id)>($5,$6) ORDER BY r.time, r.id LIMIT $7",
            provider.ToArray(), stream.ToString(), fromMicros, toMicros, after?.Time ?? long.MinValue, after?.Id ?? 0, limit);
        return command.Read(WithDevice);
    }

    /// <summary>Every provider that has a stream of this name.</summary>
    public IReadOnlyList<Address> ProvidersOf(StreamName stream)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command("SELECT provider FROM stream WHERE name=$1 ORDER BY provider", stream.ToString());
        return command.Read(row => row.GetAddress(0));
    }

    /// <summary>A provider's streams, each with the device under whose topic its newest reading came.</summary>
    public IReadOnlyList<(StreamName Name, ulong LastSequence, string Device)> Streams(Address provider)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            """
            SELECT s.name, r.sequence, m.device FROM stream s
            JOIN reading r ON r.stream = s.id AND r.sequence = (SELECT max(sequence) FROM reading WHERE stream = s.id) JOIN message m ON m.id = r.message
            WHERE s.provider=$1 ORDER BY s.name
            """,
            provider.ToArray());
        return command.Read(row => (StreamName.Parse(row.GetString(0)), (ulong)row.GetInt64(1), row.GetString(2)));
    }

    /// <summary>How many readings there are, and how many of them are in a batch that the chain has.</summary>
    public (long Stored, long Certified) Count()
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            "SELECT (SELECT count(*) FROM reading), (SELECT count(*) FROM reading r JOIN batch b ON b.number = r.batch WHERE b.block_number IS NOT NULL)");
        return command.Read(row => (row.GetInt64(0), row.GetInt64(1)))[0];
    }

    private static (StoredReading Reading, string Device) WithDevice(System.Data.Common.DbDataReader row) =>
        (ReadingRow.ParseWithStream(row), row.GetString(ReadingRow.Count + 2));
}
