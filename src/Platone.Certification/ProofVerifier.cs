using System.Text.Json;
using Platone.Certification.Blocks;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification;

/// <summary>What became of one reading's proof.</summary>
/// <param name="Device">
/// Set where a device signed the reading with its provider's key: then value and number are the device's word. Without it both are the operator's.
/// </param>
public sealed record ProofResult(
    IReadOnlyList<ProofCheck> Checks, ProvenReading? Reading, BatchRecord? Batch, ProofChain? Chain, BlockHeader? Header, DeviceKey? Device = null)
    : ProofVerdict(Checks, Batch, Chain, Header);

/// <summary>
/// Checks a proof file without a network: the reading's fields make the record's content, the record makes the leaf, leaf and path make the root in the
/// batch record, whose hash stands in the contract in the state of a block. What its device signed is signed by a key that stands there too. Why the block is
/// trusted is the verifier's to say:
/// <see cref="ProofVerdict.TrustingBlock"/> or <see cref="ProofVerdict.TrustingValidators"/>.
/// </summary>
public static class ProofVerifier
{
    public static ProofResult Verify(ReadOnlySpan<byte> json)
    {
        try
        {
            return Verify(ProofFile.Parse(json));
        }
        catch (JsonException e)
        {
            return new([new("format", false, e.Message)], null, null, null, null);
        }
    }

    public static ProofResult Verify(ProofFile file)
    {
        if (file.Format != ProofFile.FormatName || file.Version != ProofFile.CurrentVersion)
        {
            var found = $"'{file.Format}' version {file.Version}, expected '{ProofFile.FormatName}' version {ProofFile.CurrentVersion}";
            return new([new("format", false, found)], file.Reading, null, file.Chain, null);
        }

        var checks = new List<ProofCheck> { new("format", true) };
        try
        {
            var record = CertifiedRecord.Decode(ProofText.Bytes(file.Record));
            var batch = BatchRecord.Decode(ProofText.Bytes(file.Batch));
            checks.Add(ProofCheck.Compare("provider", record.Provider.ToString(), file.Reading.Provider));
            checks.Add(ProofCheck.Compare("stream", record.Stream, StreamName.Parse(file.Reading.Stream).Hash));
            checks.Add(ProofCheck.Compare("sequence", record.Sequence, file.Reading.Sequence));
            checks.Add(ProofCheck.Compare("kind", ProvenReading.KindText(record.Kind), KindOf(file.Reading)));
            var (time, value, unit, quality, raw) = (file.Reading.Time, file.Reading.Value, file.Reading.Unit, file.Reading.Quality, file.Reading.Raw);
            checks.Add(ProofCheck.Compare("content", record.Content, ProofText.Content(time, value, unit, quality, raw, file.Reading.Replaces)));

            var root = MerkleTree.RootFrom(record.Leaf(), file.Position, batch.Count, [.. file.Path.Select(ProofText.Hash)]);
            var leads = $"leaf and path lead to {root?.ToString() ?? "nothing"}, the batch has root {batch.Root}";
            checks.Add(new("path", root == batch.Root, root == batch.Root ? null : leads));
            var (onChain, header, account) = ChainVerifier.Verify(file.Chain, batch);
            checks.AddRange(onChain);
            var (signed, keys) = DeviceVerifier.Verify([new(record, file.Reading.Signature)], record.Provider, file.Chain, account);
            if (signed is not null) checks.Add(signed);
            return new(checks, file.Reading, batch, file.Chain, header, keys.SingleOrDefault());
        }
        catch (FormatException e)
        {
            return new([.. checks, new("encoding", false, e.Message)], file.Reading, null, file.Chain, null);
        }
    }

    /// <summary>
    /// The kind that the file states, where it states it truly: a revision names what it replaces, a reading does not, and nothing else is proved here.
    /// </summary>
    private static string KindOf(ProvenReading reading) => (reading.Kind, reading.Replaces) switch
    {
        ("reading", null) or ("revision", not null) => reading.Kind,
        _ => $"'{reading.Kind}' that replaces {reading.Replaces?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing"}",
    };
}
