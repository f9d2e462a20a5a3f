using System.Text.Json;
using Platone.Certification.Blocks;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification;

/// <summary>What became of a usage record's proof.</summary>
public sealed record UsageResult(
    IReadOnlyList<ProofCheck> Checks, ProvenUsage? Usage, BatchRecord? Batch, ProofChain? Chain, BlockHeader? Header)
    : ProofVerdict(Checks, Batch, Chain, Header);

/// <summary>
/// Checks the proof of a usage record without a network, as <see cref="ProofVerifier"/> checks a reading's: what the file states makes the record's content,
/// the record makes the leaf, leaf and path make the root of the batch, whose hash stands in the contract in the state of a block.
/// </summary>
public static class UsageVerifier
{
    public static UsageResult Verify(ReadOnlySpan<byte> json)
    {
        try
        {
            return Verify(UsageProofFile.Parse(json));
        }
        catch (JsonException e)
        {
            return new([new("format", false, e.Message)], null, null, null, null);
        }
    }

    public static UsageResult Verify(UsageProofFile file)
    {
        if (file.Format != UsageProofFile.FormatName || file.Version != UsageProofFile.CurrentVersion)
        {
            var found = $"'{file.Format}' version {file.Version}, expected '{UsageProofFile.FormatName}' version {UsageProofFile.CurrentVersion}";
            return new([new("format", false, found)], file.Usage, null, file.Chain, null);
        }

        var checks = new List<ProofCheck> { new("format", true) };
        try
        {
            var (usage, record, batch) = (
                file.Usage, CertifiedRecord.Decode(ProofText.Bytes(file.Record)), BatchRecord.Decode(ProofText.Bytes(file.Batch)));
            checks.Add(ProofCheck.Compare("provider", record.Provider.ToString(), usage.Provider));
            checks.Add(ProofCheck.Compare("stream", record.Stream, StreamName.Parse(usage.Stream).Hash));
            checks.Add(ProofCheck.Compare("sequence", record.Sequence, usage.Sequence));
            checks.Add(ProofCheck.Compare("kind", (byte)record.Kind, (byte)RecordKind.Usage));
            var body = new UsageBody(
                ProofText.Hash(usage.Declaration), usage.Messages, usage.Bytes, ProofText.Time(usage.First), ProofText.Time(usage.Last));
            checks.Add(ProofCheck.Compare("content", record.Content, Keccak256.Hash(body.Encode())));

            var root = MerkleTree.RootFrom(record.Leaf(), file.Position, batch.Count, [.. file.Path.Select(ProofText.Hash)]);
            var leads = $"leaf and path lead to {root?.ToString() ?? "nothing"}, the batch has root {batch.Root}";
            checks.Add(new("path", root == batch.Root, root == batch.Root ? null : leads));
            var (onChain, header, _) = ChainVerifier.Verify(file.Chain, batch);
            return new([.. checks, .. onChain], usage, batch, file.Chain, header);
        }
        catch (FormatException e)
        {
            return new([.. checks, new("encoding", false, e.Message)], file.Usage, null, file.Chain, null);
        }
    }
}
