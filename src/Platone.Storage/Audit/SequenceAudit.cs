using Platone.Cryptography;

namespace Platone.Storage.Audit;

/// <summary>
/// Looks for jumps in the streams' numbers. A jump that a finding explains already is none; one that the device made itself is named,
/// because only the device can say what became of the numbers between.
/// </summary>
sealed class SequenceAudit(Database database)
{
    public void Check(AuditEvidence evidence)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            """
            SELECT s.id, s.provider, s.name, s.next_sequence, r.sequence, r.id
            FROM stream s LEFT JOIN reading r ON r.stream = s.id ORDER BY s.id, r.sequence
            """);
        using var row = command.ExecuteReader();

        StreamNumbers? stream = null;
        while (row.Read())
        {
            if (stream?.Id != row.GetInt64(0))
            {
                stream?.End();
                stream = new(row.GetInt64(0), $"{Hex.Encode(row.GetBytes(1))}/{row.GetString(2)}", (ulong)row.GetInt64(3), evidence);
            }

            if (row.GetNullableInt64(4) is { } number && !evidence.Blamed.Contains(row.GetInt64(5))) stream.Next((ulong)number);
        }

        stream?.End();
    }

    /// <summary>One stream's numbers as they come, lowest first; those that findings account for count as there.</summary>
    private sealed class StreamNumbers(long id, string name, ulong next, AuditEvidence evidence)
    {
        private readonly Queue<ulong> _accounted = new(evidence.AccountedIn(name));
        private ulong _last;

        public long Id => id;

        public void Next(ulong number)
        {
            while (_accounted.TryPeek(out var accounted) && accounted <= number) Take(_accounted.Dequeue());
            Take(number);
        }

        public void End()
        {
            while (_accounted.TryDequeue(out var accounted)) Take(accounted);
            if (_last + 1 != next) Name(next, $"the stream counted up to {next - 1}, its last reading is {_last}");
        }

        private void Take(ulong number)
        {
            if (number > _last + 1) Name(number, _last == 0 ? $"the stream starts at {number}" : $"{number} follows {_last}");
            if (number > _last) _last = number;
        }

        private void Name(ulong number, string detail) => evidence.Findings.Add(new(AuditFindingKind.Gap, detail, Stream: name, Sequence: number));
    }
}
