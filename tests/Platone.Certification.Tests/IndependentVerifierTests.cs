using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platone.Certification.Blocks;
using Platone.Certification.Tests.Blocks;
using Platone.Cryptography;
using Platone.Readings;
using Platone.Testing;
using Question = Platone.Testing.IndependentVerifier.Question;

namespace Platone.Certification.Tests;

/// <summary>A verifier that was written from docs/proofs.md alone agrees with ours.</summary>
public sealed class IndependentVerifierTests
{
    private static readonly Address Stranger = Address.Parse("0x00000000000000000000000000000000000000aa");

    private static readonly string[] Extremes =
        ["0", "7E127", "1E-128", "99999999999999999999999999999999999999", "-99999999999999999999999999999999999999E-38"];

    /// <summary>All that verifies a reading, its device's signature too, has at most 200 lines of code; ranges take a few more.</summary>
    [Fact]
    public void It_is_short()
    {
        Assert.InRange(LinesOfCode(IndependentVerifier.OfReadings) + LinesOfCode(IndependentVerifier.OfDevices), 1, 200);
        Assert.InRange(LinesOfCode(IndependentVerifier.OfRanges), 1, 100);
        Assert.All(
            [IndependentVerifier.OfReadings, IndependentVerifier.OfDevices, IndependentVerifier.OfRanges],
            script => Assert.All(IndependentVerifier.LinesOf(script), line => Assert.InRange(line.Length, 0, 160)));

        static int LinesOfCode(string script) =>
            IndependentVerifier.LinesOf(script).Count(line => line.Trim() is var code && code.Length > 0 && !code.StartsWith("//", StringComparison.Ordinal));
    }

    /// <summary>Values of all exponents that are plain and that are not, times, units, names with signs beyond ASCII, revisions.</summary>
    [Fact]
    public async Task It_reads_every_spelling_that_we_write()
    {
        var random = new Random(5);
        var stream = new StreamName("dévice \"7\\", "a/b%", "activepower", "🔌");
        StoredReading[] readings =
        [
            .. Enumerable.Range(0, 200).Select(_ => random.NextReading()),
            .. Enumerable.Range(-32, 65).Select(exponent => Of($"-125E{exponent}")),
            .. Extremes.Select(Of),
        ];
        var batch = ClosedBatch.Close(
            [.. readings.Select(reading => reading.ToRecord())], random.NextHash(), random.NextAddress(), 7, 1, 2, 3, BatchFlags.None);
        var chain = new ProvenChain(batch.Record);
        var tree = new MerkleTree([.. batch.Leaves]);
        var leaves = batch.Leaves.ToArray();
        var proofs = readings.Select(reading =>
            ProofFile.Create(reading, batch.Record, tree, (uint)Array.IndexOf(leaves, reading.ToRecord().Leaf()), chain.Proof).ToJson());

        var failed = await IndependentVerifier.FailedChecksAsync(
            proofs.Select(proof => new Question(proof, $"{chain.BlockHash}", Contract: $"{ProvenChain.Contract}")));

        Assert.Equal(readings.Length, failed.Length);
        Assert.All(failed, Assert.Empty);

        StoredReading Of(string value) =>
            random.NextReading(random.NextAddress(), stream, (ulong)random.NextInt64()) with { Value = ExactDecimal.Parse(value) };
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    public async Task It_believes_exactly_a_quorum_of_the_validators(int validators)
    {
        var batch = new ProvenBatch(3, validators);
        var (chain, proof) = (batch.Chain, batch.Proof(1));
        var header = new SealedHeader(validators) { StateRoot = BlockHeader.Decode(Hex.Decode(chain.Proof.Header)).StateRoot };
        var stranger = new SealedHeader(1, seed: 2).Keys[0];
        int[] quorum = [.. Enumerable.Range(0, chain.Validators.Quorum)];
        var trust = Trust(header.Validators);
        var believed = new[]
        {
            Sealed(quorum),
            Sealed([.. quorum.Select(place => validators - 1 - place)]),
            Sealed(quorum) with { Validators = Trust([.. header.Validators.Reverse()]) },
            Sealed(quorum) with { Validators = Trust(header.Validators, 31337, ProvenChain.Contract) },
            new Question(proof.ToJson(), BlockHash: $"{chain.BlockHash}"),
        };
        var refused = new[]
        {
            Sealed(),
            Sealed(quorum[1..]),
            Sealed([.. quorum[1..], quorum[1]]),
            Sealed([.. quorum, validators - 1]),
            With([.. quorum[1..].Select(place => header.Seal(header.Keys[place])), header.Seal(stranger)]),
            With([.. quorum.Select(place => SealedHeader.InUpperHalf(header.Seal(header.Keys[place])))]),
            With([.. quorum.Select(place => new byte[65])]),
            Sealed(quorum) with { Validators = Trust([.. header.Validators[..^1], Stranger]) },
            Sealed(quorum) with { Validators = Trust(header.Validators[..^1]) },
            Sealed(quorum) with { Validators = Trust([.. header.Validators, Stranger]) },
        };

        Assert.All(await IndependentVerifier.FailedChecksAsync(believed), Assert.Empty);
        Assert.All(await IndependentVerifier.FailedChecksAsync(refused), failed => Assert.Equal(["seals"], failed));
        Question[] others =
        [
            Sealed(quorum) with { Validators = Trust(header.Validators, 1, ProvenChain.Contract) },
            Sealed(quorum) with { Validators = Trust(header.Validators, 31337, Stranger) },
            new Question(proof.ToJson(), BlockHash: $"{header.SealedHash}"),
            new Question(proof.ToJson(), BlockHash: $"{Keccak256.Hash(Hex.Decode(chain.Proof.Header))}"),
        ];
        Assert.Equal([["chain"], ["contract"], ["block"], ["block"]], await IndependentVerifier.FailedChecksAsync(others));

        Question Sealed(params int[] places) => With([.. places.Select(place => header.Seal(header.Keys[place]))]);

        Question With(params byte[][] seals) =>
            new((proof with { Chain = proof.Chain with { Header = Hex.Encode(header.With(seals)) } }).ToJson(), Validators: trust);
    }

    /// <summary>One of every 17 bits, so that each place within a byte has its turn: a seal takes milliseconds there.</summary>
    [Fact]
    public async Task It_refuses_every_bit_that_is_changed_in_a_sealed_header()
    {
        var batch = new ProvenBatch(3);
        var (proof, trust) = (batch.Proof(0), Trust(new SealedHeader(4).Validators));
        var header = Hex.Decode(batch.Chain.Proof.Header);
        var questions = Enumerable.Range(0, header.Length * 8 / 17).Select(i => i * 17).Select(bit =>
        {
            byte[] changed = [.. header];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            return new Question((proof with { Chain = proof.Chain with { Header = Hex.Encode(changed) } }).ToJson(), Validators: trust);
        });

        Assert.DoesNotContain(await IndependentVerifier.FailedChecksAsync(questions), failed => failed.Length == 0);
    }

    [Fact]
    public async Task It_believes_what_devices_signed_and_refuses_what_they_did_not()
    {
        var (signed, unsigned) = (new ProvenBatch(signed: true), new ProvenBatch());
        var (file, other, plain) = (signed.Proof(1), signed.Proof(2), unsigned.Proof(1));
        var signature = Hex.Decode(file.Reading.Signature!);
        var upper = SealedHeader.InUpperHalf([.. signature[..64], (byte)(signature[64] - 27)]);
        var (own, nodes) = (file.Reading.Signature, file.Chain.Devices!);
        ProofFile[] refused =
        [
            With(file, null, nodes), With(file, null, null), With(file, own, null), With(file, signed.Proof(3).Reading.Signature, nodes),
            With(file, own, other.Chain.Devices), With(file, own, [.. nodes, .. other.Chain.Devices!]),
            With(file, own, [signed.Chain.Nodes(new(signed.Reading(1).Provider, ProvenBatch.Keys[0].Address))]),
            With(file, own, [[.. nodes[0], nodes[0][^1]]]), With(file, own, [[]]),
            With(file, "0x", nodes), With(file, Hex.Encode([.. signature[..64], (byte)(signature[64] - 27)]), nodes),
            With(file, Hex.Encode([.. upper[..64], (byte)(upper[64] + 27)]), nodes), With(plain, own, null), With(plain, null, nodes),
        ];
        (string Before, string Put)[] others =
        [
            ("quality", "\"signature\": null"), ("quality", "\"signature\": 7"), ("chainId", "\"devices\": null"), ("chainId", "\"devices\": []"),
            ("chainId", "\"devices\": [null]"), ("chainId", "\"devices\": [[null]]"), ("chainId", "\"devices\": [\"0x\"]"),
        ];
        var good = Enumerable.Range(0, signed.Count).Select(position => Ask(signed.Proof(position).ToJson(), signed));

        Assert.All(await IndependentVerifier.FailedChecksAsync(good), Assert.Empty);
        Assert.All(refused, changed => Assert.Equal(["device"], FailedHere(changed)));
        Assert.All(
            await IndependentVerifier.FailedChecksAsync(refused.Select(changed => Ask(changed.ToJson(), changed.Record == plain.Record ? unsigned : signed))),
            failed => Assert.Equal(["device"], failed));
        Assert.All(
            await IndependentVerifier.FailedChecksAsync(others.Select(member => Ask(
                plain.ToJson().Replace($"\"{member.Before}\":", $"{member.Put}, \"{member.Before}\":", StringComparison.Ordinal), unsigned))),
            failed => Assert.Equal(["format"], failed));

        static ProofFile With(ProofFile file, string? signature, IReadOnlyList<IReadOnlyList<string>>? devices) =>
            file with { Reading = file.Reading with { Signature = signature }, Chain = file.Chain with { Devices = devices } };

        static Question Ask(string file, ProvenBatch batch) => new(file, BlockHash: $"{batch.Chain.BlockHash}");

        static IEnumerable<string> FailedHere(ProofFile file) => ProofVerifier.Verify(file).Checks.Where(check => !check.Ok).Select(check => check.Name);
    }

    /// <summary>What the slot of the key that signed holds: a time of registration in its lowest 8 bytes, or none, or no times.</summary>
    [Fact]
    public async Task It_reads_keys_as_we_do()
    {
        var (low, high) = (BigInteger.One << 64, BigInteger.One << 128);
        BigInteger[] slots = [1, ulong.MaxValue, low, low + 1, high - 1, high, high + 1];
        var key = ProvenBatch.Keys[0];
        var unsigned = new ProvenBatch().Reading(0);
        var reading = unsigned with { Signature = key.Sign(DeviceSignature.Digest(unsigned.ToRecord())) };
        var signer = new SigningDevice(reading.Provider, key.Address);
        var batch = ClosedBatch.Close([reading.ToRecord()], Hash256.Zero, ProvenChain.Contract, 1, 1, 2, 3, BatchFlags.None);
        var chains = slots.Select(slot => new ProvenChain(batch.Record, keys: [new RegisteredKey(signer, slot)])).Append(new(batch.Record)).ToList();
        var files = chains.ConvertAll(chain => ProofFile.Create(reading, batch.Record, new MerkleTree([.. batch.Leaves]), 0, chain.ProofOf(signer)));

        var failed = await IndependentVerifier.FailedChecksAsync(
            files.Zip(chains, (file, chain) => new Question(file.ToJson(), BlockHash: $"{chain.BlockHash}")));

        Assert.Equal(files.Select(file => ProofVerifier.Verify(file).Checks.Where(check => !check.Ok).Select(check => check.Name)), failed);
        Assert.Equal(["", "", "device", "", "", "device", "device", "device"], failed.Select(checks => string.Join(' ', checks)));
    }

    private static string Trust(Address[] validators, int? chainId = null, Address? contract = null)
    {
        var trust = new JsonObject { ["validators"] = JsonSerializer.SerializeToNode(validators.Select(validator => validator.ToString())) };
        if (chainId is { } id) trust["chainId"] = id;
        if (contract is { } address) trust["dataCertification"] = address.ToString();
        return trust.ToJsonString();
    }
}
