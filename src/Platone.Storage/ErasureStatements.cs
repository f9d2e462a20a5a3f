using System.Data.Common;
using System.Security.Cryptography;
using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Storage;

/// <summary>What an erasure does to the tables; part of a transaction of the one writer.</summary>
static class ErasureStatements
{
    /// <summary>In one transaction.</summary>
    public const int MostReadings = 10_000;

    /// <summary>Puts tombstones in the place of an order's readings.</summary>
    /// <param name="next">The stream's next number.</param>
    /// <returns>What was erased, and the times of measurement by which the database finds what to clean.</returns>
    /// <exception cref="ErasureRefusedException">There is nothing to erase, a reading is in no batch, or was changed since.</exception>
    public static List<(ErasedReading Erased, long TimeMicros)> Erase(DbConnection connection, long stream, ErasureOrder order, ulong next, long nowMicros)
    {
        var readings = Readings(connection, stream, order);
        if (readings.Count == 0)
        {
            throw new ErasureRefusedException(
                ErasedReadings.First(connection, order.Provider, order.Stream, order.First, order.Last)?.ToString()
                ?? $"Stream {order.Provider}/{order.Stream} has no reading with a number from {order.First} to {order.Last}.");
        }

        if (readings.Count > MostReadings) throw new ErasureRefusedException($"More than {MostReadings} readings are named: erase them in several parts.");
        if (readings.Find(reading => reading.Batch is null || reading.Position is null) is { } waiting)
        {
            throw new ErasureRefusedException(
                $"Number {waiting.Sequence} of stream {order.Provider}/{order.Stream} is in no batch yet, "
                + "and only what is certified can be erased: try again in a few seconds.");
        }

        var leaves = new Dictionary<ulong, Hash256[]>();
        var erased = new List<(ErasedReading, long)>(readings.Count);
        foreach (var reading in readings)
        {
            var leaf = CertifiedLeaf(connection, leaves, reading);
            var tombstone = next++;
            var id = AddTombstone(connection, stream, tombstone, TombstoneBody.Of(leaf, order.Reason), nowMicros);
            connection.Execute(
                "INSERT INTO erased (stream, sequence, reading, batch, position, tombstone, reason) VALUES ($1,$2,$3,$4,$5,$6,$7)",
                stream, (long)reading.Sequence, reading.Id, (long)reading.Batch!, (long)reading.Position!, id, order.Reason);
            RemoveRow(connection, reading);
            var erasure = new ErasedReading(
                order.Provider, order.Stream, reading.Sequence, reading.Id, reading.Batch.Value, reading.Position.Value, tombstone, nowMicros,
                order.Reason);
            erased.Add((erasure, reading.TimeMicros));
        }

        connection.Execute("UPDATE stream SET next_sequence=$2 WHERE id=$1", stream, (long)next);
        return erased;
    }

    private static List<StoredReading> Readings(DbConnection connection, long stream, ErasureOrder order)
    {
        using var command = connection.Command(
            $"SELECT {ReadingRow.ColumnsWithStream} {ReadingRow.From} WHERE r.stream=$1 AND r.sequence BETWEEN $2 AND $3 ORDER BY r.sequence LIMIT $4", stream,
            (long)Math.Min(order.First, long.MaxValue), (long)Math.Min(order.Last, long.MaxValue), MostReadings + 1);
        return command.Read(ReadingRow.ParseWithStream);
    }

    /// <summary>The tombstone names what was certified: a row that somebody changed first must not be what is put out of the way.</summary>
    private static Hash256 CertifiedLeaf(DbConnection connection, Dictionary<ulong, Hash256[]> known, StoredReading reading)
    {
        var batch = reading.Batch!.Value;
        if (!known.TryGetValue(batch, out var leaves))
        {
            using var find = connection.Command("SELECT leaves FROM batch WHERE number=$1", (long)batch);
            known.Add(batch, leaves = find.Read(row => BatchBlobs.ParseLeaves(row.GetBytes(0))).SingleOrDefault() ?? []);
        }

        var leaf = reading.ToRecord().Leaf();
        return reading.Position < leaves.Length && leaves[(int)reading.Position] == leaf
            ? leaf
            : throw new ErasureRefusedException($"Reading {reading.Id} is not what batch {batch} certifies: run platone audit. Nothing was erased.");
    }

    /// <summary>No receipt is given for it, so nothing is promised of when it is certified.</summary>
    private static long AddTombstone(DbConnection connection, long stream, ulong sequence, TombstoneBody body, long nowMicros)
    {
        using var add = connection.Command(
            "INSERT INTO record (kind, stream, sequence, time, body, salt, certify_by) VALUES ($1,$2,$3,$4,$5,$6,$7) RETURNING id",
            (long)RecordKind.Tombstone, stream, (long)sequence, nowMicros, body.Encode(), RandomNumberGenerator.GetBytes(Hash256.Length), long.MaxValue);
        return (long)add.ExecuteScalar()!;
    }

    private static void RemoveRow(DbConnection connection, StoredReading reading)
    {
        using var find = connection.Command("SELECT message FROM reading WHERE id=$1 AND time=$2", reading.Id, reading.TimeMicros);
        var message = (long)find.ExecuteScalar()!;
        connection.Execute("DELETE FROM reading WHERE id=$1 AND time=$2", reading.Id, reading.TimeMicros);
        // Who has the message's other parts could try values until the whole hashes to this.
        connection.Execute("UPDATE message SET payload_hash=$2 WHERE id=$1", message, Hash256.Zero.ToArray());
        connection.Execute("DELETE FROM message WHERE id=$1 AND NOT EXISTS (SELECT 1 FROM reading WHERE message=$1)", message);
    }
}
