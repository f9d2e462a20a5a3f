using System.Data.Common;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Storage.Audit;

/// <summary>
/// Looks for jumps in the streams' numbers. A jump that a finding explains already is none; one that the device made itself is named,
/// because only the device can say what became of the numbers between.
/// </summary>
sealed class SequenceAudit(Database database, AuditState state)
{
    public void Check((Address Provider, StreamName Name)? only, CancellationToken cancellationToken)
    {
        using var lookUp = database.OpenReader();
        using var connection = database.OpenReader();
        // Most streams are even: as many numbers as from the first to the last. Only the others are gone through.
        using var command = connection.Command(
            $"""
            SELECT s.id, s.provider, s.name, s.next_sequence, coalesce(sum(n.many), 0), coalesce(min(n.first), 1), coalesce(max(n.last), 0)
            FROM stream s LEFT JOIN (
              SELECT stream, count(*) AS many, min(sequence) AS first, max(sequence) AS last FROM reading GROUP BY stream
              UNION ALL SELECT stream, count(*), min(sequence), max(sequence) FROM record GROUP BY stream
              UNION ALL SELECT stream, count(*), min(sequence), max(sequence) FROM erased GROUP BY stream) n ON n.stream = s.id
            GROUP BY s.id, s.provider, s.name, s.next_sequence ORDER BY s.id
            """);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var stream = AuditedStream.Parse(row);
            if (only is { } one && (stream.Provider != one.Provider || stream.Name != one.Name)) continue;

            var (many, first, last) = (Convert.ToInt64(row.GetValue(4), null), row.GetInt64(5), row.GetInt64(6));
            if (first == 1 && last == many && last + 1 == stream.Next && !IsNamed(stream)) continue;

            Walk(lookUp, stream);
        }
    }

    private bool IsNamed(AuditedStream stream) => state.Read(
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM suspect WHERE stream=$1) OR EXISTS (SELECT 1 FROM place WHERE stream=$1)",
        _ => true, stream.Text).Count > 0;

    private void Walk(DbConnection connection, AuditedStream stream)
    {
        using var command = connection.Command(
            """
            SELECT sequence, 0, id FROM reading WHERE stream=$1 UNION ALL SELECT sequence, 1, id FROM record WHERE stream=$1
            UNION ALL SELECT sequence, 2, reading FROM erased WHERE stream=$1 ORDER BY 1
            """, stream.Id);
        using var row = command.ExecuteReader();
        ulong last = 0;
        while (row.Read())
        {
            var suspects = state.Read(
                "SELECT 1 FROM suspect WHERE source=$1 AND id=$2", _ => true, Convert.ToInt64(row.GetValue(1), null), row.GetInt64(2));
            if (suspects.Count > 0) continue;

            var number = (ulong)row.GetInt64(0);
            last = Take(stream, last, number);
        }

        last = Pass(stream, last, ulong.MaxValue);
        if (last + 1 != (ulong)stream.Next) Name(stream, (ulong)stream.Next, $"the stream counted up to {stream.Next - 1}, its last reading is {last}");
    }

    private ulong Take(AuditedStream stream, ulong last, ulong number)
    {
        if (number > last + 1) last = Pass(stream, last, number);
        if (number > last + 1) NameJump(stream, last, number);
        return Math.Max(last, number);
    }

    /// <summary>Those between that findings account for count as there.</summary>
    private ulong Pass(AuditedStream stream, ulong last, ulong before)
    {
        while (state.Read(
            "SELECT min(sequence) FROM place WHERE stream=$1 AND sequence > $2 AND sequence < $3", row => row.GetNullableInt64(0), stream.Text, (long)last,
            before > long.MaxValue ? long.MaxValue : (long)before) is [{ } next])
        {
            if ((ulong)next > last + 1) NameJump(stream, last, (ulong)next);
            last = (ulong)next;
        }

        return last;
    }

    private void NameJump(AuditedStream stream, ulong last, ulong number) =>
        Name(stream, number, last == 0 ? $"the stream starts at {number}" : $"{number} follows {last}");

    private void Name(AuditedStream stream, ulong number, string detail) => state.Add(new(AuditFindingKind.Gap, detail, Stream: stream.Text, Sequence: number));
}
