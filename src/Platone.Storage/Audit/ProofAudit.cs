using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Storage.Audit;

/// <summary>
/// Holds verified proof files against each other: two readings under one number, revisions whose replaced reading is not shown or has another time,
/// and numbers that none of the files shows. Keeps some hundred bytes of each reading.
/// </summary>
public sealed class ProofAudit
{
    private readonly SortedDictionary<string, SortedDictionary<ulong, Shown>> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(ulong First, ulong Last, ulong FirstBatch, ulong LastBatch)>> _ranges = [];
    private readonly List<AuditFinding> _findings = [];

    public int Files { get; private set; }

    public long Readings => _streams.Values.Sum(stream => (long)stream.Count);

    /// <param name="verdict">Of <see cref="ProofVerifier"/> or <see cref="RangeVerifier"/>, with what its block is trusted for.</param>
    public void Add(string file, ProofVerdict verdict)
    {
        Files++;
        if (!verdict.Valid)
        {
            var why = verdict.Checks.FirstOrDefault(check => !check.Ok) is { } failed
                ? $"{failed.Name}: {failed.Detail ?? "does not hold"}"
                : "nothing says why its block is to be trusted";
            _findings.Add(new(AuditFindingKind.Proof, why, verdict.Batch?.Number, File: file));
            return;
        }

        if (verdict is ProofResult { Reading: { } one })
        {
            var reading = new Shown(one.Sequence, one.Time, one.Value, one.Unit, one.Quality, one.Raw, one.Replaces, verdict.Batch!.Value.Number, file);
            Add(file, $"{one.Provider}/{one.Stream}", reading);
        }

        if (verdict is RangeResult { File: { } range }) Add(file, range);
    }

    /// <summary>What is wrong with the files, those that do not hold first.</summary>
    public IReadOnlyList<AuditFinding> Conclude()
    {
        foreach (var (stream, shown) in _streams)
        {
            foreach (var reading in shown.Values.Where(reading => reading.Replaces is not null)) CheckRevision(stream, shown, reading);
            var neighbours = shown.Values.Zip(shown.Values.Skip(1));
            foreach (var (before, behind) in neighbours.Where(pair => pair.Second.Sequence - pair.First.Sequence > 1))
                NameGap(stream, before.Sequence, behind.Sequence);
        }

        return _findings;
    }

    private void Add(string file, RangeProofFile range)
    {
        var stream = $"{range.Provider}/{range.Stream}";
        var numbers = range.Batches.Select(batch => BatchRecord.Decode(Hex.Decode(batch.Batch)).Number).ToList();
        if (!_ranges.TryGetValue(stream, out var ranges)) _ranges.Add(stream, ranges = []);
        ranges.Add((range.First, range.Last, numbers[0], numbers[^1]));
        for (var i = 0; i < numbers.Count; i++)
        {
            foreach (var own in range.Batches[i].Segment?.Readings ?? [])
                Add(file, stream, new(own.Sequence, own.Time, own.Value, own.Unit, own.Quality, own.Raw, own.Replaces, numbers[i], file));
        }
    }

    private void Add(string file, string stream, Shown reading)
    {
        if (!_streams.TryGetValue(stream, out var shown)) _streams.Add(stream, shown = []);
        if (shown.TryAdd(reading.Sequence, reading)) return;

        var other = shown[reading.Sequence];
        if (other with { Batch = reading.Batch, File = reading.File } == reading) return;

        _findings.Add(new(
            AuditFindingKind.Conflict, $"{other.File} shows another reading under this number, of batch {other.Batch}", reading.Batch,
            Stream: stream, Sequence: reading.Sequence, File: file));
    }

    private void CheckRevision(string stream, SortedDictionary<ulong, Shown> shown, Shown revision)
    {
        var replaces = revision.Replaces!.Value;
        var detail = !shown.TryGetValue(replaces, out var replaced) ? $"it replaces number {replaces}, which is not among the files"
            : replaced.Time != revision.Time ? $"it replaces number {replaces}, which is of another time: {replaced.Time}, not {revision.Time}" : null;
        if (detail is null) return;

        _findings.Add(new(
            AuditFindingKind.Revision, detail, revision.Batch, Stream: stream, Sequence: revision.Sequence,
            Replaces: new(replaces, Time: replaced?.Time, Value: replaced?.Value, Unit: replaced?.Unit), File: revision.File));
    }

    /// <summary>A range proves that its batches have no number between; single files only show what is there.</summary>
    private void NameGap(string stream, ulong before, ulong behind)
    {
        var between = behind - before == 2 ? $"number {before + 1}" : $"numbers {before + 1} to {behind - 1}";
        var proof = _ranges.GetValueOrDefault(stream)
            ?.Where(range => range.First <= before && range.Last >= behind)
            .Cast<(ulong First, ulong Last, ulong FirstBatch, ulong LastBatch)?>()
            .FirstOrDefault();
        var detail = proof is { } range
            ? $"{between}: proved not to be in batches {range.FirstBatch} to {range.LastBatch}"
            : $"{between}: not shown by any file; single files do not prove that there is none";
        _findings.Add(new(AuditFindingKind.Gap, detail, Stream: stream, Sequence: behind));
    }

    private sealed record Shown(ulong Sequence, string Time, string Value, string Unit, ushort Quality, string Raw, ulong? Replaces, ulong Batch, string File);
}
