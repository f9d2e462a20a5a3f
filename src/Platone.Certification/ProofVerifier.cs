using System.Text.Json;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification;

/// <summary>One named step of a verification.</summary>
/// <param name="Detail">What was found where it failed, else null.</param>
public sealed record ProofCheck(string Name, bool Ok, string? Detail = null);

/// <param name="Batch">Set when the file's batch record could be read.</param>
public sealed record ProofResult(IReadOnlyList<ProofCheck> Checks, ProvenReading? Reading, BatchRecord? Batch, ProofChain? Chain)
{
    /// <summary>Whether every check held; without the check "chain" nothing ties the batch to a chain, so that is never valid.</summary>
    public bool Valid => Checks.All(check => check.Ok) && Checks.Any(check => check.Name == ProofVerifier.ChainCheck);

    /// <summary>Adds the comparison with what the contract answers for (certifier, number); zero means that it has no such batch.</summary>
    public ProofResult WithRecordOnChain(Hash256 recordOnChain)
    {
        var hash = Batch?.Hash();
        var held = !recordOnChain.IsZero && recordOnChain == hash;
        return this with { Checks = [.. Checks, new(ProofVerifier.ChainCheck, held, held ? null : $"the contract has {recordOnChain}, the file's batch record hashes to {hash}")] };
    }
}

/// <summary>
/// Checks a proof file without a network: the reading's fields make the record's content, the record makes the leaf, leaf and path
/// make the root in the batch record. What the chain says of that record comes in by <see cref="ProofResult.WithRecordOnChain"/>.
/// </summary>
public static class ProofVerifier
{
    public const string ChainCheck = "chain";

    public static ProofResult Verify(ReadOnlySpan<byte> json)
    {
        try
        {
            return Verify(ProofFile.Parse(json));
        }
        catch (JsonException e)
        {
            return new([new("format", false, e.Message)], null, null, null);
        }
    }

    public static ProofResult Verify(ProofFile file)
    {
        if (file.Format != ProofFile.FormatName || file.Version != ProofFile.CurrentVersion)
            return new([new("format", false, $"'{file.Format}' version {file.Version}, expected '{ProofFile.FormatName}' version {ProofFile.CurrentVersion}")], file.Reading, null, file.Chain);

        var checks = new List<ProofCheck> { new("format", true) };
        try
        {
            var record = CertifiedRecord.Decode(Bytes(file.Record));
            var batch = BatchRecord.Decode(Bytes(file.Batch));
            checks.Add(Compare("provider", record.Provider.ToString(), file.Reading.Provider));
            checks.Add(Compare("stream", record.Stream, StreamName.Parse(file.Reading.Stream).Hash));
            checks.Add(Compare("sequence", record.Sequence, file.Reading.Sequence));
            checks.Add(Compare("kind", ProvenReading.KindText(record.Kind), file.Reading.Kind));
            checks.Add(Compare("content", record.Content, ContentOf(file.Reading)));

            var root = MerkleTree.RootFrom(record.Leaf(), file.Position, batch.Count, [.. file.Path.Select(HashOf)]);
            checks.Add(new("path", root == batch.Root, root == batch.Root ? null : $"leaf and path lead to {root?.ToString() ?? "nothing"}, the batch has root {batch.Root}"));
            return new(checks, file.Reading, batch, file.Chain);
        }
        catch (FormatException e)
        {
            return new([.. checks, new("encoding", false, e.Message)], file.Reading, null, file.Chain);
        }
    }

    private static Hash256 ContentOf(ProvenReading reading)
    {
        if (!IsoTime.TryParse(reading.Time, out var micros, out _) || IsoTime.Format(micros) != reading.Time)
            throw new FormatException($"'{reading.Time}' is no time in UTC to the microsecond.");
        if (!ExactDecimal.TryParse(reading.Value, out var value) || value.ToString() != reading.Value)
            throw new FormatException($"'{reading.Value}' is no decimal number in its shortest form.");
        if (!UnitSymbols.TryParse(reading.Unit, out var unit)) throw new FormatException($"'{reading.Unit}' is no unit.");

        var content = RecordContent.Reading(micros, value, unit, reading.Quality, Keccak256.Hash(Bytes(reading.Raw)));
        return reading.Replaces is { } replaced ? RecordContent.Revision(replaced, content) : content;
    }

    /// <summary>Every value has one spelling, so that a file in which any character of one was changed does not verify.</summary>
    private static byte[] Bytes(string text)
    {
        var bytes = Hex.Decode(text);
        return Hex.Encode(bytes) == text ? bytes : throw new FormatException($"'{text}' is not 0x and lower-case hexadecimal digits.");
    }

    // JSON may hold a null in a list of texts.
    private static Hash256 HashOf(string? text) =>
        text is not null && Bytes(text) is { Length: Hash256.Length } bytes ? new(bytes) : throw new FormatException($"'{text ?? "null"}' is not 32 bytes.");

    private static ProofCheck Compare<T>(string name, T certified, T stated)
        where T : IEquatable<T> =>
        certified.Equals(stated) ? new(name, true) : new(name, false, $"the record says {certified}, the file says {stated}");
}
