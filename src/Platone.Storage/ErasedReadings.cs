using System.Data.Common;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage;

/// <summary>Asks for what was erased; never writes.</summary>
public sealed class ErasedReadings(Database database)
{
    private const string Select =
        """
        SELECT s.provider, s.name, e.sequence, e.reading, e.batch, e.position, t.sequence, t.time, e.reason
        FROM erased e JOIN stream s ON s.id = e.stream JOIN record t ON t.id = e.tombstone
        """;

    /// <param name="reading">The number that it had in the store.</param>
    public ErasedReading? Find(long reading)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command($"{Select} WHERE e.reading=$1", reading);
        return command.Read(Parse).SingleOrDefault();
    }

    public ErasedReading? Find(Address provider, StreamName stream, ulong sequence) => First(provider, stream, sequence, sequence);

    /// <summary>The first erased number within a range, null where none is.</summary>
    public ErasedReading? First(Address provider, StreamName stream, ulong first, ulong last)
    {
        using var connection = database.OpenReader();
        return First(connection, provider, stream, first, last);
    }

    /// <summary>The first tombstone's number within a range, null where there is none.</summary>
    public ulong? FirstTombstone(Address provider, StreamName stream, ulong first, ulong last)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            """
            SELECT t.sequence FROM record t JOIN stream s ON s.id = t.stream
            WHERE s.provider=$1 AND s.name=$2 AND t.sequence BETWEEN $3 AND $4 ORDER BY t.sequence LIMIT 1
            """,
            provider.ToArray(), stream.ToString(), Signed(first), Signed(last));
        return command.Read(row => (ulong?)row.GetInt64(0)).SingleOrDefault();
    }

    internal static ErasedReading? First(DbConnection connection, Address provider, StreamName stream, ulong first, ulong last)
    {
        using var command = connection.Command(
            $"{Select} WHERE s.provider=$1 AND s.name=$2 AND e.sequence BETWEEN $3 AND $4 ORDER BY e.sequence LIMIT 1",
            provider.ToArray(), stream.ToString(), Signed(first), Signed(last));
        return command.Read(Parse).SingleOrDefault();
    }

    private static long Signed(ulong number) => (long)Math.Min(number, long.MaxValue);

    private static ErasedReading Parse(DbDataReader row) => new(
        row.GetAddress(0), StreamName.Parse(row.GetString(1)), (ulong)row.GetInt64(2), row.GetInt64(3), (ulong)row.GetInt64(4), (uint)row.GetInt64(5),
        (ulong)row.GetInt64(6), row.GetInt64(7), row.GetString(8));
}
