using System.Globalization;
using System.Text;
using System.Data.Common;
using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Storage.Audit;

/// <summary>Holds the readings of one batch against its leaves, which lead to the root that the chain has.</summary>
sealed class BatchAudit(Database database, StoredBatch batch)
{
    private readonly AuditedRow?[] _holders = new AuditedRow?[batch.Leaves.Count];

    // What the certified number at each position is, as far as known.
    private readonly ulong?[] _numbers = new ulong?[batch.Leaves.Count];

    public void Check(AuditEvidence evidence)
    {
        foreach (var claims in Rows().GroupBy(row => row.Position))
        {
            if (claims.Key is { } position && position >= 0 && position < _holders.Length) CheckPosition(evidence, (int)position, [.. claims]);
            else RefuseAll(evidence, claims, $"the batch has no position {claims.Key?.ToString(CultureInfo.InvariantCulture) ?? "NULL"}");
        }

        foreach (var entry in batch.Index) CheckNumbers(evidence, entry);
    }

    private List<AuditedRow> Rows()
    {
        using var connection = database.OpenReader();
        using var command = connection.Command($"{AuditedRow.Select(database)} WHERE r.batch=$1 ORDER BY r.position, r.id", (long)batch.Record.Number);
        return command.Read(AuditedRow.Parse);
    }

    /// <summary>Of several rows at one position the certified one is genuine, wherever it stands among them.</summary>
    private void CheckPosition(AuditEvidence evidence, int position, IReadOnlyList<AuditedRow> claims)
    {
        var certified = batch.Leaves[position];
        var holder = claims.FirstOrDefault(row => row.Leaf == certified) ?? claims[0];
        _holders[position] = holder;
        RefuseAll(evidence, claims.Where(row => row != holder), $"position {position} of the batch belongs to another reading");

        if (holder.Leaf == certified)
        {
            _numbers[position] = holder.Sequence;
            evidence.Certified++;
            return;
        }

        evidence.Blame(AuditFindingKind.Changed, holder, holder.Fault ?? $"the row makes leaf {holder.Leaf}, certified is {certified}");
    }

    private static void RefuseAll(AuditEvidence evidence, IEnumerable<AuditedRow> rows, string detail)
    {
        foreach (var row in rows) evidence.Blame(AuditFindingKind.Inserted, row, detail);
    }

    /// <summary>Finds the numbers that belong to positions whose row is missing or changed, and names what is missing.</summary>
    private void CheckNumbers(AuditEvidence evidence, IndexEntry entry)
    {
        var (first, end) = ((int)entry.FirstPosition, (int)(entry.FirstPosition + entry.Count));
        if (Array.TrueForAll(_numbers[first..end], number => number is not null)) return;

        InferNumbers(entry, first, end);
        using var connection = database.OpenReader();
        var (name, stream) = NameOf(connection, entry, _holders[first..end]);
        for (var position = first; position < end; position++)
        {
            var number = _numbers[position];
            if (number is not null) evidence.Account(stream, number.Value);
            if (_holders[position] is null)
                evidence.BlameMissing(batch.Record.Number, (uint)position, stream, number, Elsewhere(connection, entry.Provider, name, number));
        }
    }

    /// <summary>The numbers between two known ones follow where there are just as many of them as positions.</summary>
    private void InferNumbers(IndexEntry entry, int first, int end)
    {
        _numbers[first] = entry.FirstSequence;
        _numbers[end - 1] = entry.LastSequence;
        for (int known = first, next; known < end - 1; known = next)
        {
            next = known + 1;
            while (_numbers[next] is null) next++;
            if (_numbers[next] - _numbers[known] != (ulong)(next - known)) continue;

            for (var position = known + 1; position < next; position++) _numbers[position] = _numbers[position - 1] + 1;
        }
    }

    /// <summary>The certified stream's name; where the store does not know it any more, what its rows are filed under now, or its hash.</summary>
    private static (string? Name, string Stream) NameOf(DbConnection connection, IndexEntry entry, AuditedRow?[] holders)
    {
        using var command = connection.Command("SELECT name FROM stream WHERE provider=$1", entry.Provider.ToArray());
        var name = command.Read(row => row.GetString(0)).Find(name => Keccak256.Hash(Encoding.UTF8.GetBytes(name)) == entry.Stream);
        return name is not null
            ? (name, $"{entry.Provider}/{name}")
            : (null, holders.FirstOrDefault(row => row is not null)?.Stream ?? $"{entry.Provider}/{entry.Stream}");
    }

    private AuditedRow? Elsewhere(DbConnection connection, Address provider, string? name, ulong? number)
    {
        using var command = connection.Command(
            $"{AuditedRow.Select(database)} WHERE s.provider=$1 AND s.name=$2 AND r.sequence=$3", provider.ToArray(), name, (long?)number);
        return command.Read(AuditedRow.Parse).SingleOrDefault();
    }
}
