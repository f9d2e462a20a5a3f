using System.Text.Json;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification;

/// <summary>Proves one record of usage, down to the header of a block, as <see cref="ProofFile"/> proves a reading. Described in docs/proofs.md.</summary>
/// <param name="Record">The certified record, ABI-encoded: salt included.</param>
/// <param name="Position">The leaf's position in the batch.</param>
/// <param name="Path">Sibling hashes from the leaf to the root.</param>
/// <param name="Batch">The batch record, ABI-encoded.</param>
public sealed record UsageProofFile(
    string Format, int Version, ProvenUsage Usage, string Record, uint Position, IReadOnlyList<string> Path, string Batch, ProofChain Chain)
{
    public const string FormatName = "platone-usage-proof";

    public const int CurrentVersion = 1;

    /// <param name="stream">The name whose hash the record has.</param>
    /// <param name="body">What the record's content is the hash of.</param>
    public static UsageProofFile Create(
        CertifiedRecord record, StreamName stream, UsageBody body, BatchRecord batch, MerkleTree tree, uint position, ProofChain chain)
    {
        var encoded = new byte[CertifiedRecord.EncodedLength];
        record.Encode(encoded);
        var usage = new ProvenUsage(
            record.Provider.ToString(), stream.ToString(), record.Sequence, body.Declaration.ToString(), body.Messages, body.Bytes,
            IsoTime.Format(body.FirstMicros), IsoTime.Format(body.LastMicros));
        return new(
            FormatName, CurrentVersion, usage, Hex.Encode(encoded), position, [.. tree.PathOf((int)position).Select(hash => hash.ToString())],
            Hex.Encode(batch.Encode()), chain);
    }

    public string ToJson() => JsonSerializer.Serialize(this, ProofJson.Default.UsageProofFile);

    /// <exception cref="JsonException">Not JSON, a missing or an unknown member.</exception>
    public static UsageProofFile Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, ProofJson.Default.UsageProofFile) ?? throw new JsonException("The proof file is null.");
}

/// <summary>What was delivered by a declaration: the members of a <see cref="UsageBody"/> and where its record stands.</summary>
/// <param name="First">ISO 8601, UTC, to the microsecond; so is <paramref name="Last"/>.</param>
public sealed record ProvenUsage(
    string Provider, string Stream, ulong Sequence, string Declaration, ulong Messages, ulong Bytes, string First, string Last);
