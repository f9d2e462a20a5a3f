namespace Platone.Storage.Audit;

/// <summary>What one audit knows so far. One cause must lead to one finding, so later checks look here first.</summary>
sealed class AuditEvidence
{
    private readonly Dictionary<string, SortedSet<ulong>> _accounted = [];

    public List<AuditFinding> Findings { get; } = [];

    /// <summary>Readings that a finding names: what their rows say is not believed any more.</summary>
    public HashSet<long> Blamed { get; } = [];

    /// <summary>How many readings are what the chain vouches for.</summary>
    public long Certified { get; set; }

    /// <summary>Names a reading, unless a finding does already.</summary>
    public void Blame(AuditFindingKind kind, AuditedRow row, string detail)
    {
        if (Blamed.Add(row.Id)) Findings.Add(new(kind, detail, row.Batch is > 0 and var batch ? (ulong)batch : null, row.Id, row.Stream, row.Sequence));
    }

    /// <summary>Names a certified reading that is not at its place.</summary>
    /// <param name="elsewhere">Where its row is now: what is said of that is the same cause.</param>
    public void BlameMissing(ulong batch, uint position, string stream, ulong? sequence, AuditedRow? elsewhere)
    {
        var detail = $"position {position} of the batch has no row";
        if (elsewhere is not null)
        {
            Findings.RemoveAll(finding => finding.Reading == elsewhere.Id);
            Blamed.Add(elsewhere.Id);
            detail += elsewhere.Batch is { } other
                ? $"; the reading is now at position {elsewhere.Position} of batch {other}"
                : "; the reading is now in no batch";
        }

        Findings.Add(new(AuditFindingKind.Missing, detail, batch, elsewhere?.Id, stream, sequence));
    }

    /// <summary>A number that was certified, though its row was changed or is not there: no gap in the stream.</summary>
    public void Account(string stream, ulong sequence)
    {
        if (!_accounted.TryGetValue(stream, out var numbers)) _accounted.Add(stream, numbers = []);
        numbers.Add(sequence);
    }

    /// <summary>The accounted numbers of a stream, lowest first.</summary>
    public IReadOnlyCollection<ulong> AccountedIn(string stream) => _accounted.GetValueOrDefault(stream) ?? [];
}
