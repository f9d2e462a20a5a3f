using System.Globalization;
using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Storage.Audit;

/// <summary>
/// Holds the rows of one batch against its leaves, which lead to the root that the chain has, and the batch against its own rows. What does not fit
/// goes into the state as places and suspects: whether it was changed, exchanged or copied shows when all batches are through.
/// </summary>
/// <param name="only">The one stream that is looked at, null for all.</param>
sealed class BatchAudit(StoredBatch batch, AuditState state, IndexEntry? only)
{
    private readonly AuditedRow?[] _holders = new AuditedRow?[batch.Leaves.Count];
    private readonly bool[] _fits = new bool[batch.Leaves.Count];

    // What the certified number at each position is, as far as known, and of which stream.
    private readonly ulong?[] _numbers = new ulong?[batch.Leaves.Count];
    private readonly AuditedStream?[] _streams = new AuditedStream?[batch.Leaves.Count];
    private long _earliest = long.MaxValue;
    private long _latest = long.MinValue;
    private long _firstPromise = long.MaxValue;
    private bool _fromArchive;
    private bool _allTimed = true;

    public long Certified { get; private set; }

    public long Erased { get; private set; }

    /// <param name="row">With its leaf.</param>
    /// <returns>Whether it is what was certified at its position.</returns>
    public bool Take(AuditedRow row)
    {
        if (row.Position is not (>= 0 and var at) || at >= _holders.Length)
        {
            Suspect(row, $"the batch has no position {row.Position?.ToString(CultureInfo.InvariantCulture) ?? "NULL"}", holds: false);
            return false;
        }

        var position = (int)at;
        if (row.Leaf == batch.Leaves[position] && !_fits[position])
        {
            // Of several rows at one position the certified one is genuine, wherever it stands among them.
            if (_holders[position] is { } before) Suspect(before, Taken(position), holds: false);
            Fit(row, position);
            return true;
        }

        if (_holders[position] is not null) Suspect(row, Taken(position), holds: false);
        else _holders[position] = row;
        return false;
    }

    /// <summary>All rows of the batch were taken.</summary>
    public void End(Func<IndexEntry, AuditedStream?> streamOf)
    {
        var wrong = WhyDishonest();
        if (wrong is not null) state.Add(new(AuditFindingKind.Certifier, wrong, batch.Record.Number));
        foreach (var entry in batch.Index)
        {
            var first = (int)Math.Min(entry.FirstPosition, (uint)_fits.Length);
            var end = (int)Math.Min((ulong)entry.FirstPosition + entry.Count, (ulong)_fits.Length);
            if ((only is null || entry == only) && first < end && !_fits.AsSpan(first..end).ContainsAnyExcept(true)) continue;
            if (only is not null && entry != only) continue;
            if (first < end) NameOpenPlaces(entry, first, end, streamOf(entry));
        }
    }

    private void Fit(AuditedRow row, int position)
    {
        _holders[position] = row;
        _fits[position] = true;
        _numbers[position] = row.Sequence;
        _streams[position] = row.Stream;
        if (row.Source == RowSource.Reading) Certified++;
        if (row.Source == RowSource.Erased) Erased++;
        if (row.TimeMicros is { } time) (_earliest, _latest) = (Math.Min(_earliest, time), Math.Max(_latest, time));
        else _allTimed = false;
        if (row.CertifyBy is { } promise) _firstPromise = Math.Min(_firstPromise, promise);
        _fromArchive |= row.IsLate;
    }

    private void NameOpenPlaces(IndexEntry entry, int first, int end, AuditedStream? stream)
    {
        InferNumbers(entry, first, end);
        for (var position = first; position < end; position++)
        {
            if (_fits[position]) continue;

            var name = stream?.Text ?? _holders[first..end].FirstOrDefault(row => row is not null)?.Stream.Text ?? $"{entry.Provider}/{entry.Stream}";
            state.Run(
                "INSERT INTO place (batch, position, leaf, stream, stream_id, sequence) VALUES ($1,$2,$3,$4,$5,$6)", (long)batch.Record.Number, (long)position,
                batch.Leaves[position].ToArray(), name, stream?.Id, (long?)_numbers[position]);
            if (_holders[position] is { } holder) Suspect(holder, holder.Fault, holds: true);
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

    /// <summary>What the certifier put on the chain and should not have: found from records that are just what it certified.</summary>
    private string? WhyDishonest() => WhyNotIndexed() ?? WhyNotTimed();

    private string? WhyNotIndexed()
    {
        ulong next = 0;
        for (var i = 0; i < batch.Index.Count; i++)
        {
            var entry = batch.Index[i];
            if (entry.FirstPosition != next || entry.Count == 0 || next + entry.Count > batch.Record.Count)
            {
                return $"index entry {i} has positions {entry.FirstPosition} to {(ulong)entry.FirstPosition + entry.Count - 1}, "
                    + $"expected them to begin at {next} and to end below {batch.Record.Count}";
            }

            if (i > 0 && batch.Index[i - 1].CompareTo(entry.Provider, entry.Stream) >= 0) return $"index entry {i} does not stand behind the one before it";

            next += entry.Count;
            if (WhyNotOf(entry) is { } reason) return reason;
        }

        return next == batch.Record.Count ? null : $"the index ends at position {next}, the batch has {batch.Record.Count}";
    }

    private string? WhyNotOf(IndexEntry entry)
    {
        var (end, last) = (entry.FirstPosition + entry.Count, (ulong?)null);
        for (var position = entry.FirstPosition; position < end; position++)
        {
            if (_numbers[position] is not { } number || !_fits[position]) continue;

            var stream = _streams[position]!;
            if (stream.Provider != entry.Provider || stream.Name!.Hash != entry.Stream)
                return $"position {position} holds number {number} of {stream.Text}, the index has another stream there";
            if (number < entry.FirstSequence || number > entry.LastSequence || (position == entry.FirstPosition && number != entry.FirstSequence)
                || (position == end - 1 && number != entry.LastSequence))
                return $"position {position} holds number {number} of {stream.Text}, the index says {entry.FirstSequence} to {entry.LastSequence}";
            if (number <= last) return $"position {position} holds number {number} of {stream.Text} behind number {last}: the records are not sorted";

            last = number;
        }

        return null;
    }

    private string? WhyNotTimed()
    {
        var record = batch.Record;
        // Of erased and changed records nobody knows the times; the others bound them.
        var isWhole = _allTimed && only is null && !_fits.Contains(false);
        if (_latest != long.MinValue && (isWhole ? (record.From, record.To) != (_earliest, _latest) : record.From > _earliest || record.To < _latest))
            return $"the record says that its times are {record.From} to {record.To}, they are {_earliest} to {_latest}";

        var (isLate, mustBe) = (record.Flags.HasFlag(BatchFlags.Late), _fromArchive || _firstPromise < Math.DivRem(record.Closed, 1_000_000).Quotient);
        if (mustBe && !isLate) return "the batch is not marked as late, and closed behind the time that a receipt of it promised";

        return isLate && !mustBe && isWhole ? "the batch is marked as late, and closed within the times that its receipts promised" : null;
    }

    private void Suspect(AuditedRow row, string? fault, bool holds) => Suspect(state, row, fault, holds);

    public static void Suspect(AuditState state, AuditedRow row, string? fault, bool holds, bool settled = false) => state.Run(
        """
        INSERT OR REPLACE INTO suspect (source, id, stream, sequence, batch, position, leaf, fault, holds, settled)
        VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)
        """,
        (long)row.Source, row.Id, row.Stream.Text, (long)row.Sequence, row.Batch, row.Position, row.Leaf?.ToArray(), fault, holds ? 1L : 0L,
        settled ? 1L : 0L);

    private static string Taken(int position) => $"position {position} of the batch belongs to another reading";
}
