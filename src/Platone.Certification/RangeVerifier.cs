using System.Text.Json;
using Platone.Certification.Blocks;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification;

/// <summary>What became of a range's proof.</summary>
/// <param name="Readings">How many readings were shown.</param>
/// <param name="Missing">Numbers between the first and the last that none of the readings has, as runs: a gap is shown, not refused.</param>
/// <param name="Signed">How many of them devices signed with their provider's keys; the others are the operator's word.</param>
/// <param name="Devices">These keys.</param>
/// <param name="Batch">The last batch, which stands on the chain.</param>
public sealed record RangeResult(
    IReadOnlyList<ProofCheck> Checks, RangeProofFile? File, int Readings, IReadOnlyList<NumberRun> Missing, int Signed, IReadOnlyList<DeviceKey> Devices,
    BatchRecord? Batch, BlockHeader? Header)
    : ProofVerdict(Checks, Batch, File?.Chain, Header);

public readonly record struct NumberRun(ulong From, ulong To);

/// <summary>
/// Checks a range proof without a network: every reading's leaf is in its batch, no other reading of the stream lies between two of them or beside them
/// within the numbers claimed, the batches follow each other, and the last one's record stands in the contract in the state of a block.
/// </summary>
public static class RangeVerifier
{
    public static RangeResult Verify(ReadOnlySpan<byte> json)
    {
        try
        {
            return Verify(RangeProofFile.Parse(json));
        }
        catch (JsonException e)
        {
            return Failed([], "format", e.Message, file: null);
        }
    }

    public static RangeResult Verify(RangeProofFile file)
    {
        if (file.Format != RangeProofFile.FormatName || file.Version != RangeProofFile.CurrentVersion)
            return Failed(
                [], "format", $"'{file.Format}' version {file.Version}, expected '{RangeProofFile.FormatName}' version {RangeProofFile.CurrentVersion}", file);

        var checks = new List<ProofCheck> { new("format", true) };
        try
        {
            var claim = Claim.Of(file);
            var batches = file.Batches.Select(batch => BatchRecord.Decode(ProofText.Bytes(batch.Batch))).ToList();
            checks.Add(Check("batches", WhyNotARun(batches)));
            checks.Add(Check("index", First(file.Batches, batches, (batch, record) => WhyNotIndexed(batch, record, claim))));
            checks.Add(Check("path", First(file.Batches, batches, (batch, record) => WhyNotIn(batch.Segment, record, claim))));
            var sequences = file.Batches.SelectMany(batch => batch.Segment?.Readings ?? []).Select(reading => reading.Sequence).ToList();
            checks.Add(Check("range", First(file.Batches, batches, (batch, _) => WhyNotWhole(batch, claim)) ?? WhyNotTheClaim(sequences, claim)));

            var (onChain, header, account) = ChainVerifier.Verify(file.Chain, batches[^1]);
            checks.AddRange(onChain);
            var shown = file.Batches.SelectMany(batch => batch.Segment?.Readings ?? [])
                .Select(reading => new ShownRecord(claim.RecordOf(reading), reading.Signature))
                .ToList();
            var (signed, keys) = DeviceVerifier.Verify(shown, claim.Provider, file.Chain, account);
            if (signed is not null) checks.Add(signed);
            return new(
                checks, file, sequences.Count, Gaps(sequences), keys.Count == 0 ? 0 : shown.Count(one => one.Signature is not null), keys, batches[^1], header);
        }
        catch (FormatException e)
        {
            return Failed(checks, "encoding", e.Message, file);
        }
    }

    private static string? WhyNotARun(List<BatchRecord> batches)
    {
        for (var i = 1; i < batches.Count; i++)
        {
            var (before, batch) = (batches[i - 1], batches[i]);
            var isNext = batch.Number > before.Number && batch.Number - before.Number == 1;
            if (batch.Certifier != before.Certifier || !isNext || batch.Previous != before.Hash())
                return $"batch {batch.Number} of {batch.Certifier} does not follow batch {before.Number} of {before.Certifier}";
        }

        return null;
    }

    /// <summary>The entries stand in the batch's index at consecutive places; one is the stream's, or they leave no place for it.</summary>
    private static string? WhyNotIndexed(RangeBatch batch, BatchRecord record, Claim claim)
    {
        var entries = Entries(batch.Index);
        var root = MerkleTree.RootFrom([.. entries.Select(entry => entry.Leaf())], batch.Index.Position, batch.Index.Count, Hashes(batch.Index.Path));
        if (root != record.IndexRoot)
            return $"batch {record.Number}: the entries lead to {root?.ToString() ?? "nothing"}, the index has root {record.IndexRoot}";

        if (entries is [var own] && own.CompareTo(claim.Provider, claim.Stream) == 0) return WhyNotShown(batch.Segment, own, record, claim);
        if (batch.Segment is not null) return $"batch {record.Number}: readings, and not the stream's entry";

        return LeaveNoPlace(entries, batch.Index, record, claim) ? null : $"batch {record.Number}: the entries do not show that the stream has none";
    }

    /// <summary>A batch that has the stream shows its readings, but where all of their numbers are outside of the claim.</summary>
    private static string? WhyNotShown(RangeSegment? segment, IndexEntry entry, BatchRecord record, Claim claim) =>
        segment is not null || entry.LastSequence < claim.First || entry.FirstSequence > claim.Last
            ? null
            : $"batch {record.Number}: the stream has numbers {entry.FirstSequence} to {entry.LastSequence} there, and none is shown";

    /// <summary>
    /// Neighbours in the index whose positions are neighbours in the batch, on both sides of the stream's place; one is enough at either end.
    /// </summary>
    private static bool LeaveNoPlace(List<IndexEntry> entries, RangeIndex index, BatchRecord record, Claim claim) => entries switch
    {
        [var before, var behind] =>
            before.CompareTo(claim.Provider, claim.Stream) < 0 && behind.CompareTo(claim.Provider, claim.Stream) > 0 && End(before) == behind.FirstPosition,
        [var first] when first.CompareTo(claim.Provider, claim.Stream) > 0 => index.Position == 0 && first.FirstPosition == 0,
        [var last] => index.Position == index.Count - 1 && End(last) == record.Count,
        _ => false,
    };

    private static string? WhyNotIn(RangeSegment? segment, BatchRecord record, Claim claim)
    {
        if (segment is null) return null;

        var leaves = CertifiedRecord.Leaves([.. segment.Readings.Select(claim.RecordOf)]);
        var root = MerkleTree.RootFrom(leaves, segment.Position, record.Count, Hashes(segment.Path));
        return root == record.Root ? null : $"batch {record.Number}: the readings lead to {root?.ToString() ?? "nothing"}, the batch has root {record.Root}";
    }

    /// <summary>
    /// The segment is all that the batch has of the stream between the claim's ends: it begins where the stream does in the batch, or with the claim's first
    /// number, below which everything before it lies; and so at its end.
    /// </summary>
    private static string? WhyNotWhole(RangeBatch batch, Claim claim)
    {
        if (batch.Segment is not { } segment || Entries(batch.Index) is not [var entry]) return null;
        if (segment.Readings.Count == 0) return "a segment without readings";

        for (var i = 1; i < segment.Readings.Count; i++)
        {
            var (before, number) = (segment.Readings[i - 1].Sequence, segment.Readings[i].Sequence);
            if (number <= before) return $"number {number} behind {before}";
        }

        var (first, last) = (segment.Readings[0].Sequence, segment.Readings[^1].Sequence);
        var end = segment.Position + (ulong)segment.Readings.Count;
        if (segment.Position < entry.FirstPosition || end > End(entry))
            return $"positions {segment.Position} to {end - 1} outside of the stream's, {entry.FirstPosition} to {End(entry) - 1}";
        if (first < entry.FirstSequence || last > entry.LastSequence)
            return $"numbers {first} to {last} outside of the stream's, {entry.FirstSequence} to {entry.LastSequence}";
        if (first != (segment.Position == entry.FirstPosition ? entry.FirstSequence : claim.First)) return $"what stands before number {first} is not shown";

        return last == (end == End(entry) ? entry.LastSequence : claim.Last) ? null : $"what stands behind number {last} is not shown";
    }

    private static string? WhyNotTheClaim(List<ulong> sequences, Claim claim)
    {
        if (sequences.Count == 0) return "no readings";
        if (sequences.Distinct().Count() != sequences.Count) return $"number {sequences.GroupBy(number => number).First(group => group.Count() > 1).Key} twice";

        var (first, last) = (sequences.Min(), sequences.Max());
        return first == claim.First && last == claim.Last ? null : $"readings {first} to {last}, the file claims {claim.First} to {claim.Last}";
    }

    private static List<NumberRun> Gaps(List<ulong> sequences)
    {
        var sorted = sequences.Order().ToList();
        return [.. sorted.Zip(sorted.Skip(1)).Where(pair => pair.Second > pair.First + 1).Select(pair => new NumberRun(pair.First + 1, pair.Second - 1))];
    }

    private static string? First(IReadOnlyList<RangeBatch> batches, List<BatchRecord> records, Func<RangeBatch, BatchRecord, string?> why) =>
        batches.Zip(records, why).FirstOrDefault(reason => reason is not null);

    private static ProofCheck Check(string name, string? problem) => new(name, problem is null, problem);

    private static ulong End(IndexEntry entry) => entry.FirstPosition + (ulong)entry.Count;

    private static List<IndexEntry> Entries(RangeIndex index) => [.. index.Entries.Select(entry => IndexEntry.Decode(ProofText.Bytes(entry)))];

    private static Hash256[] Hashes(IReadOnlyList<string> texts) => [.. texts.Select(ProofText.Hash)];

    private static RangeResult Failed(IReadOnlyList<ProofCheck> checks, string name, string detail, RangeProofFile? file) =>
        new([.. checks, new(name, false, detail)], file, Readings: 0, Missing: [], Signed: 0, Devices: [], Batch: null, Header: null);

    /// <summary>Whose readings the file claims to have all of.</summary>
    private readonly record struct Claim(Address Provider, Hash256 Stream, ulong First, ulong Last)
    {
        /// <exception cref="FormatException">The file's claim is none.</exception>
        public static Claim Of(RangeProofFile file)
        {
            if (!Address.TryParse(file.Provider, out var provider) || provider.ToString() != file.Provider)
                throw new FormatException($"'{file.Provider}' is no address in lower case.");
            if (file.Batches.Count == 0) throw new FormatException("There are no batches.");

            return new(provider, StreamName.Parse(file.Stream).Hash, file.First, file.Last);
        }

        public CertifiedRecord RecordOf(RangeReading reading) => new(
            reading.Replaces is null ? RecordKind.Reading : RecordKind.Revision, Provider, Stream, reading.Sequence,
            ProofText.Content(reading.Time, reading.Value, reading.Unit, reading.Quality, reading.Raw, reading.Replaces),
            ProofText.Hash(reading.Salt), ProofText.Hash(reading.Origin));
    }
}
