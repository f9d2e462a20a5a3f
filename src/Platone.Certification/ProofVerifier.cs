using System.Text.Json;
using Platone.Certification.Blocks;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification;

/// <summary>One named step of a verification.</summary>
/// <param name="Detail">What was found where it failed, else null.</param>
public sealed record ProofCheck(string Name, bool Ok, string? Detail = null);

/// <param name="Batch">Set when the file's batch record could be read.</param>
/// <param name="Header">Set when the file's block header could be read.</param>
public sealed record ProofResult(IReadOnlyList<ProofCheck> Checks, ProvenReading? Reading, BatchRecord? Batch, ProofChain? Chain, BlockHeader? Header)
{
    /// <summary>Whether every check held, one of them being why the block is trusted: without that nothing is valid.</summary>
    public bool Valid => Checks.All(check => check.Ok) && Checks.Any(check => check.Name is BlockTrust.BlockCheck or BlockTrust.SealsCheck);

    public ProofResult With(ProofCheck check) => this with { Checks = [.. Checks, check] };

    /// <summary>Adds whether the file's block is the one with this hash.</summary>
    public ProofResult TrustingBlock(Hash256 hash) => Header is null ? this : With(BlockTrust.ByHash(Header, hash));

    /// <summary>Adds whether exactly a quorum of these validators sealed the file's block.</summary>
    public ProofResult TrustingValidators(QbftTrust validators) => Header is null ? this : With(BlockTrust.ByValidators(Header, validators));
}

/// <summary>
/// Checks a proof file without a network: the reading's fields make the record's content, the record makes the leaf, leaf and path make the root in the
/// batch record, whose hash stands in the contract in the state of a block. Why the block is trusted is the verifier's to say:
/// <see cref="ProofResult.TrustingBlock"/> or <see cref="ProofResult.TrustingValidators"/>.
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
            return new([new("format", false, $"'{file.Format}' version {file.Version}, expected '{ProofFile.FormatName}' version {ProofFile.CurrentVersion}")], file.Reading, null, file.Chain, null);

        var checks = new List<ProofCheck> { new("format", true) };
        try
        {
            var record = CertifiedRecord.Decode(ProofText.Bytes(file.Record));
            var batch = BatchRecord.Decode(ProofText.Bytes(file.Batch));
            checks.Add(Compare("provider", record.Provider.ToString(), file.Reading.Provider));
            checks.Add(Compare("stream", record.Stream, StreamName.Parse(file.Reading.Stream).Hash));
            checks.Add(Compare("sequence", record.Sequence, file.Reading.Sequence));
            checks.Add(Compare("kind", ProvenReading.KindText(record.Kind), file.Reading.Kind));
            checks.Add(Compare("content", record.Content, ContentOf(file.Reading)));

            var root = MerkleTree.RootFrom(record.Leaf(), file.Position, batch.Count, [.. file.Path.Select(ProofText.Hash)]);
            checks.Add(new("path", root == batch.Root, root == batch.Root ? null : $"leaf and path lead to {root?.ToString() ?? "nothing"}, the batch has root {batch.Root}"));
            var (onChain, header) = ChainVerifier.Verify(file.Chain, batch);
            return new([.. checks, .. onChain], file.Reading, batch, file.Chain, header);
        }
        catch (FormatException e)
        {
            return new([.. checks, new("encoding", false, e.Message)], file.Reading, null, file.Chain, null);
        }
    }

    private static Hash256 ContentOf(ProvenReading reading)
    {
        if (!IsoTime.TryParse(reading.Time, out var micros, out _) || IsoTime.Format(micros) != reading.Time)
            throw new FormatException($"'{reading.Time}' is no time in UTC to the microsecond.");
        if (!ExactDecimal.TryParse(reading.Value, out var value) || value.ToString() != reading.Value)
            throw new FormatException($"'{reading.Value}' is no decimal number in its shortest form.");
        if (!UnitSymbols.TryParse(reading.Unit, out var unit)) throw new FormatException($"'{reading.Unit}' is no unit.");

        var content = RecordContent.Reading(micros, value, unit, reading.Quality, Keccak256.Hash(ProofText.Bytes(reading.Raw)));
        return reading.Replaces is { } replaced ? RecordContent.Revision(replaced, content) : content;
    }

    private static ProofCheck Compare<T>(string name, T certified, T stated)
        where T : IEquatable<T> =>
        certified.Equals(stated) ? new(name, true) : new(name, false, $"the record says {certified}, the file says {stated}");
}
