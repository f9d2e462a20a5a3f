using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platone.Cryptography;

namespace Platone.Certification.Tests;

public sealed class ProofVerifierTests
{
    private static readonly ProvenBatch Batch = new(), Signed = new(signed: true);

    /// <summary>A reading with every member, and one whose path is shorter because its leaf has no neighbour on the first level; each also signed.</summary>
    public static TheoryData<int, bool> Positions => new() { { 1, false }, { 10, false }, { 1, true }, { 10, true } };

    [Fact]
    public void Every_reading_of_a_batch_is_proved()
    {
        for (var count = 1; count <= 20; count++)
        {
            var batch = new ProvenBatch(count);
            for (var position = 0; position < count; position++)
            {
                var result = batch.Verify(batch.Proof(position).ToJson());

                Assert.True(result.Valid, string.Join(", ", result.Checks.Where(check => !check.Ok)));
                Assert.Equal(
                    ["format", "provider", "stream", "sequence", "kind", "content", "path", "account", "storage", "block"],
                    result.Checks.Select(check => check.Name));
            }
        }
    }

    [Fact]
    public void Without_a_reason_to_trust_the_block_nothing_is_valid()
    {
        var result = ProofVerifier.Verify(Batch.Proof(0));

        Assert.All(result.Checks, check => Assert.True(check.Ok));
        Assert.False(result.Valid);
    }

    [Fact]
    public void Another_block_than_the_trusted_one_is_not_valid()
    {
        var result = ProofVerifier.Verify(Batch.Proof(0)).TrustingBlock(Keccak256.Hash([1]));

        Assert.Equal(["block"], result.Checks.Where(check => !check.Ok).Select(check => check.Name));
        Assert.Contains(Batch.Chain.BlockHash.ToString(), result.Checks[^1].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    public void A_quorum_of_known_validators_is_a_reason_to_trust_a_block(int validators)
    {
        var batch = new ProvenBatch(3, validators);
        var quorum = Enumerable.Range(0, batch.Chain.Validators.Quorum).ToArray();

        Assert.True(SealedBy(quorum).Valid);
        Assert.True(SealedBy([.. quorum.Select(place => validators - 1 - place)]).Valid);
        AssertUnsealed(SealedBy(quorum[1..]));
        AssertUnsealed(SealedBy([.. quorum[1..], quorum[1]]));
        AssertUnsealed(SealedBy([.. quorum, validators - 1]));
        AssertUnsealed(ProofVerifier.Verify(batch.Proof(0)).TrustingValidators(new ProvenBatch(3, validators == 4 ? 7 : 4).Chain.Validators));

        ProofVerdict SealedBy(int[] places) =>
            ProofVerifier.Verify(batch.Proof(0) with { Chain = batch.Chain.SealedBy(places) }).TrustingValidators(batch.Chain.Validators);

        static void AssertUnsealed(ProofVerdict result) => Assert.Equal(["seals"], result.Checks.Where(check => !check.Ok).Select(check => check.Name));
    }

    [Fact]
    public void Another_batchs_place_on_the_chain_proves_nothing()
    {
        var other = new ProvenBatch(5);

        AssertInvalid((Batch.Proof(1) with { Chain = other.Chain.Proof }).ToJson(), "storage", "block");
        AssertInvalid((Batch.Proof(1) with { Chain = Batch.Chain.Proof with { Storage = other.Chain.Proof.Storage } }).ToJson(), "storage");
        AssertInvalid((Batch.Proof(1) with { Chain = Batch.Chain.Proof with { Account = other.Chain.Proof.Account } }).ToJson(), "account", "storage");
        AssertInvalid((Batch.Proof(1) with { Chain = Batch.Chain.Proof with { Storage = [] } }).ToJson(), "storage");
        AssertInvalid(
            (Batch.Proof(1) with { Chain = Batch.Chain.Proof with { DataCertification = "0x00000000000000000000000000000000000000aa" } }).ToJson(), "account",
            "storage");
    }

    [Fact]
    public void One_readings_proof_does_not_prove_another_reading()
    {
        var (one, other) = (Batch.Proof(1), Batch.Proof(3));

        AssertInvalid((one with { Reading = other.Reading }).ToJson(), "sequence", "content");
        AssertInvalid((one with { Record = other.Record }).ToJson(), "sequence", "content", "path");
        AssertInvalid((one with { Path = other.Path }).ToJson(), "path");
        AssertInvalid((one with { Position = other.Position }).ToJson(), "path");
    }

    [Fact]
    public void A_path_that_is_too_long_or_too_short_leads_nowhere()
    {
        var file = Batch.Proof(1);

        AssertInvalid((file with { Path = [.. file.Path.SkipLast(1)] }).ToJson(), "path");
        AssertInvalid((file with { Path = [.. file.Path, file.Path[0]] }).ToJson(), "path");
        AssertInvalid((file with { Path = [] }).ToJson(), "path");
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void Every_flipped_bit_anywhere_is_rejected(int position, bool signed)
    {
        var changes = HexTexts(Json(position, signed))
            .SelectMany(text => Enumerable.Range(0, 4 * (text.GetValue<string>().Length - 2)), (text, bit) => (Text: text, Bit: bit)).ToList();
        Assert.True(changes.Count > 20_000, $"Only {changes.Count} bits can be flipped.");
        var whole = Json(position, signed).ToJsonString();

        Parallel.ForEach(changes, change =>
        {
            var original = change.Text.GetValue<string>();
            var place = 2 + (change.Bit / 4);
            var digit = "0123456789abcdef"[Convert.ToInt32(original[place..(place + 1)], 16) ^ (1 << (change.Bit % 4))];
            var changed = whole.Replace($"\"{original}\"", $"\"{original[..place]}{digit}{original[(place + 1)..]}\"", StringComparison.Ordinal);

            Assert.NotEqual(whole, changed);
            Assert.False(VerifiesEitherWay(changed, signed ? Signed : Batch), $"{change.Text.GetPath()}: bit {change.Bit}");
        });
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void Another_spelling_of_the_same_bytes_is_rejected(int position, bool signed)
    {
        foreach (var text in HexTexts(Json(position, signed)))
        {
            var original = text.GetValue<string>();
            foreach (var spelling in new[] { "0x" + original[2..].ToUpperInvariant(), "0X" + original[2..], original[2..], original + " ", " " + original })
            {
                // Some bytes have only decimal digits.
                if (spelling == original) continue;

                ReplaceWith(text, spelling, out var changed);
                Assert.False((signed ? Signed : Batch).Verify(changed).Valid, $"{text.GetPath()}: {spelling}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void Every_changed_number_is_rejected(int position, bool signed)
    {
        foreach (var number in Values(Json(position, signed)).Where(value => value.GetValueKind() == JsonValueKind.Number && !IsClaim(value)))
        {
            var original = long.Parse(number.ToJsonString(), CultureInfo.InvariantCulture);
            long[] others = [original - 1, original + 1, -original - 1, original + 256, original + (1L << 32), 0, 1, 65_535, uint.MaxValue, long.MaxValue];
            foreach (var other in others.Where(other => other != original))
            {
                ReplaceWith(number, other, out var changed);
                Assert.False((signed ? Signed : Batch).Verify(changed).Valid, $"{number.GetPath()}: {original} became {other}");
            }
        }
    }

    [Theory]
    [InlineData("time", "2026-01-01T00:00:06Z")]
    [InlineData("time", "2026-01-01T00:00:06.0000001Z")]
    [InlineData("time", "2026-01-01T01:00:06.000000+01:00")]
    [InlineData("time", "2026-01-01T00:00:06.000001Z")]
    [InlineData("time", "yesterday")]
    [InlineData("value", "1522.40")]
    [InlineData("value", "01522.4")]
    [InlineData("value", "15224E-1")]
    [InlineData("value", "1522.5")]
    [InlineData("value", "-1522.4")]
    [InlineData("value", "NaN")]
    [InlineData("value", "")]
    [InlineData("unit", "w")]
    [InlineData("unit", "kW")]
    [InlineData("unit", "38")]
    [InlineData("kind", "reading")]
    [InlineData("kind", "Revision")]
    [InlineData("kind", "2")]
    [InlineData("stream", "LN-0042/IT001E00000042/activepower/A")]
    [InlineData("stream", "LN-0042/IT001E00000042/activepower/%41BC")]
    [InlineData("stream", "LN-0042")]
    public void Another_word_in_the_reading_is_rejected(string member, string value)
    {
        var json = Json(1);
        json["reading"]![member] = value;

        Assert.False(Batch.Verify(json.ToJsonString()).Valid);
    }

    [Fact]
    public void A_reading_does_not_pass_for_a_revision_nor_the_other_way_round()
    {
        var reading = Json(0);
        reading["reading"]!["replaces"] = 1;
        var revision = Json(1);
        revision["reading"]!.AsObject().Remove("replaces");

        AssertInvalid(reading.ToJsonString(), "kind", "content");
        AssertInvalid(revision.ToJsonString(), "kind", "content");
    }

    [Fact]
    public void A_forged_record_needs_a_leaf_that_is_in_the_tree()
    {
        var forged = (Batch.Reading(1) with { Value = Readings.ExactDecimal.FromInt64(1) }).ToRecord();
        var bytes = new byte[CertifiedRecord.EncodedLength];
        forged.Encode(bytes);
        var file = Batch.Proof(1);

        AssertInvalid((file with { Record = Hex.Encode(bytes), Reading = file.Reading with { Value = "1" } }).ToJson(), "path");
    }

    /// <summary>By the block's hash, which does not cover the seals, and by the validators: whoever trusts both is told both.</summary>
    private static bool VerifiesEitherWay(string json, ProvenBatch batch)
    {
        var result = ProofVerifier.Verify(System.Text.Encoding.UTF8.GetBytes(json));
        return result.TrustingBlock(batch.Chain.BlockHash).TrustingValidators(batch.Chain.Validators).Valid;
    }

    private static void AssertInvalid(string json, params string[] failing)
    {
        var result = Batch.Verify(json);

        Assert.False(result.Valid);
        Assert.Equal(failing, result.Checks.Where(check => !check.Ok).Select(check => check.Name));
    }

    private static JsonObject Json(int position, bool signed = false) => JsonNode.Parse((signed ? Signed : Batch).Proof(position).ToJson())!.AsObject();

    /// <summary>The chain's id is a claim that only a node can confirm.</summary>
    private static bool IsClaim(JsonNode value) => value.GetPath() == "$.chain.chainId";

    private static IEnumerable<JsonValue> HexTexts(JsonObject json) => Values(json).Where(
        value => value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().StartsWith("0x", StringComparison.Ordinal) && !IsClaim(value));

    private static IEnumerable<JsonValue> Values(JsonNode? node) => node switch
    {
        JsonObject members => members.ToList().SelectMany(member => Values(member.Value)),
        JsonArray items => items.ToList().SelectMany(Values),
        JsonValue value => [value],
        _ => [],
    };

    /// <summary>The whole document with one value replaced.</summary>
    private static void ReplaceWith<T>(JsonValue value, T replacement, out string document)
    {
        var (root, path) = (value.Root.DeepClone(), value.GetPath());
        Values(root).Single(candidate => candidate.GetPath() == path).ReplaceWith(replacement);
        document = root.ToJsonString();
    }
}
