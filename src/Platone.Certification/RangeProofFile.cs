using System.Text.Json;
using System.Text.Json.Serialization;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification;

/// <summary>
/// Proves that a stream has these readings with numbers from <paramref name="First"/> to <paramref name="Last"/> in a run of batches, and no others.
/// The batches follow each other by their own hashes, so one place on the chain, the last one's, proves all of them. Described in docs/proofs.md.
/// </summary>
/// <param name="Batches">Consecutive ones of one certifier, at least one.</param>
/// <param name="Chain">Where the last batch's record stands.</param>
public sealed record RangeProofFile(
    string Format, int Version, string Provider, string Stream, ulong First, ulong Last, IReadOnlyList<RangeBatch> Batches, ProofChain Chain)
{
    public const string FormatName = "platone-range-proof";

    public const int CurrentVersion = 1;

    public string ToJson() => JsonSerializer.Serialize(this, ProofJson.Default.RangeProofFile);

    /// <exception cref="JsonException">Not JSON, a missing or an unknown member, a null where none may be.</exception>
    public static RangeProofFile Parse(ReadOnlySpan<byte> json)
    {
        var file = JsonSerializer.Deserialize(json, ProofJson.Default.RangeProofFile) ?? throw new JsonException("The proof file is null.");
        // The reader lets nulls into lists, whatever the type of their items says.
        if (file.Batches.Any(batch => batch is null)) throw new JsonException("batches: found null, expected a batch");
        if (file.Batches.Any(batch => batch.Segment?.Readings.Any(reading => reading is null) == true))
            throw new JsonException("readings: found null, expected a reading");

        return file;
    }
}

/// <summary>One batch of a range: what it has of the stream, or that it has nothing of it.</summary>
/// <param name="Batch">The batch record, ABI-encoded.</param>
/// <param name="Segment">The stream's readings in this batch, absent where it has none.</param>
public sealed record RangeBatch(
    string Batch, RangeIndex Index,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(typeof(ShownSegment))] RangeSegment? Segment = null);

/// <summary>The stream's entry in the batch's index; where it has none, the one or two entries between which it would stand.</summary>
/// <param name="Entries">Index entries, ABI-encoded, at consecutive places.</param>
/// <param name="Position">The first one's place in the index.</param>
/// <param name="Count">How many entries the index has.</param>
/// <param name="Path">From the entries to the index root.</param>
public sealed record RangeIndex(IReadOnlyList<string> Entries, uint Position, uint Count, IReadOnlyList<string> Path);

/// <param name="Position">The first reading's position in the batch; the others follow it.</param>
/// <param name="Path">From the readings' leaves to the batch's root.</param>
public sealed record RangeSegment(uint Position, IReadOnlyList<string> Path, IReadOnlyList<RangeReading> Readings);

/// <summary>A reading from which its record is made again; provider and stream are the range's.</summary>
/// <param name="Salt">The record's salt.</param>
/// <param name="Origin">Keccak-256 of the device's signature, or zero.</param>
/// <param name="Signature">The 65 bytes, where the device signed.</param>
public sealed record RangeReading(
    ulong Sequence, string Time, string Value, string Unit, ushort Quality, string Raw, string Salt, string Origin,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(typeof(ReplacedNumber))] ulong? Replaces = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(typeof(ShownSignature))] string? Signature = null)
{
    public static RangeReading Of(StoredReading reading) => new(
        reading.Sequence, IsoTime.Format(reading.TimeMicros), reading.Value.ToString(), UnitSymbols.Text(reading.Unit), reading.Quality,
        Hex.Encode(reading.RawPart),
        reading.Salt.ToString(), DeviceSignature.OriginHash(reading.Signature).ToString(), reading.Replaces, reading.Signature?.ToString());
}
