using System.Text.Json;
using System.Text.Json.Serialization;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification;

/// <summary>
/// Everything that proves one reading, down to the header of a block: nothing else is needed but a reason to trust that block. Binary parts are 0x hexadecimal.
/// Described in docs/proofs.md.
/// </summary>
/// <param name="Record">The certified record, ABI-encoded: salt included.</param>
/// <param name="Position">The leaf's position in the batch.</param>
/// <param name="Path">Sibling hashes from the leaf to the root.</param>
/// <param name="Batch">The batch record, ABI-encoded; its keccak-256 stands in the contract.</param>
public sealed record ProofFile(
    string Format, int Version, ProvenReading Reading, string Record, uint Position, IReadOnlyList<string> Path, string Batch, ProofChain Chain)
{
    public const string FormatName = "platone-proof";

    public const int CurrentVersion = 1;

    public static ProofFile Create(StoredReading reading, BatchRecord batch, MerkleTree tree, uint position, ProofChain chain)
    {
        var record = new byte[CertifiedRecord.EncodedLength];
        reading.ToRecord().Encode(record);
        return new(
            FormatName, CurrentVersion, ProvenReading.Of(reading), Hex.Encode(record), position,
            [.. tree.PathOf((int)position).Select(hash => hash.ToString())],
            Hex.Encode(batch.Encode()), chain);
    }

    public string ToJson() => JsonSerializer.Serialize(this, ProofJson.Default.ProofFile);

    /// <exception cref="JsonException">Not JSON, a missing or an unknown member.</exception>
    public static ProofFile Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, ProofJson.Default.ProofFile) ?? throw new JsonException("The proof file is null.");
}

/// <param name="Time">ISO 8601, UTC, to the microsecond.</param>
/// <param name="Value">Exact decimal text in the base unit.</param>
/// <param name="Raw">The reading's own bytes of the message it came in.</param>
/// <param name="Replaces">For a revision: the sequence it replaces.</param>
/// <param name="Signature">For a reading that its device signed: the 65 bytes.</param>
public sealed record ProvenReading(
    string Provider, string Stream, ulong Sequence, string Time, string Value, string Unit, ushort Quality, string Kind, string Raw,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(typeof(ReplacedNumber))] ulong? Replaces = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(typeof(ShownSignature))] string? Signature = null)
{
    public static ProvenReading Of(StoredReading reading) => new(
        reading.Provider.ToString(), reading.Stream.ToString(), reading.Sequence, IsoTime.Format(reading.TimeMicros), reading.Value.ToString(),
        UnitSymbols.Text(reading.Unit), reading.Quality, KindText(reading.Kind), Hex.Encode(reading.RawPart), reading.Replaces,
        reading.Signature?.ToString());

    public static string KindText(RecordKind kind) => kind.ToString().ToLowerInvariant();
}
