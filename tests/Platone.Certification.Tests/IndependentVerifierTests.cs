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

    [Theory]
    [InlineData(IndependentVerifier.OfReadings, 200)]
    [InlineData(IndependentVerifier.OfRanges, 100)]
    public void It_is_short(string script, int most) => Assert.InRange(IndependentVerifier.LinesOf(script).Length, 1, most);

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
        var batch = ClosedBatch.Close([.. readings.Select(reading => reading.ToRecord())], random.NextHash(), random.NextAddress(), 7, 1, 2, 3, BatchFlags.None);
        var chain = new ProvenChain(batch.Record);
        var tree = new MerkleTree([.. batch.Leaves]);
        var leaves = batch.Leaves.ToArray();
        var proofs = readings.Select(reading =>
            ProofFile.Create(reading, batch.Record, tree, (uint)Array.IndexOf(leaves, reading.ToRecord().Leaf()), chain.Proof).ToJson());

        var failed = await IndependentVerifier.FailedChecksAsync(proofs.Select(proof => new Question(proof, $"{chain.BlockHash}", Contract: $"{ProvenChain.Contract}")));

        Assert.Equal(readings.Length, failed.Length);
        Assert.All(failed, Assert.Empty);

        StoredReading Of(string value) => random.NextReading(random.NextAddress(), stream, (ulong)random.NextInt64()) with { Value = ExactDecimal.Parse(value) };
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

        Question With(params byte[][] seals) => new((proof with { Chain = proof.Chain with { Header = Hex.Encode(header.With(seals)) } }).ToJson(), Validators: trust);
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

    private static string Trust(Address[] validators, int? chainId = null, Address? contract = null)
    {
        var trust = new JsonObject { ["validators"] = JsonSerializer.SerializeToNode(validators.Select(validator => validator.ToString())) };
        if (chainId is { } id) trust["chainId"] = id;
        if (contract is { } address) trust["dataCertification"] = address.ToString();
        return trust.ToJsonString();
    }
}
