using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platone.Certification.Tests;

public sealed class ProofFileTests
{
    private static readonly ProvenBatch Batch = new();

    public static TheoryData<string> Members => ["format", "version", "reading", "record", "position", "path", "batch", "chain"];

    public static TheoryData<string> ReadingMembers => ["provider", "stream", "sequence", "time", "value", "unit", "quality", "kind", "raw"];

    [Fact]
    public void A_file_is_read_back_as_it_was_written()
    {
        for (var position = 0; position < Batch.Count; position++)
        {
            var file = Batch.Proof(position);
            var again = ProofFile.Parse(Encoding.UTF8.GetBytes(file.ToJson()));

            Assert.Equal(file.ToJson(), again.ToJson());
            Assert.Equal(file.Reading, again.Reading);
            Assert.Equal(file.Path, again.Path);
        }
    }

    [Fact]
    public void A_file_says_what_the_reading_is()
    {
        var reading = Batch.Proof(1).Reading;

        Assert.Equal("LN-0042/IT001E00000042/activepower/ABC", reading.Stream);
        Assert.Equal((2UL, "2026-01-01T00:00:06.000000Z", "1522.4", "W", (ushort)2, "revision", (ulong?)1), (
            reading.Sequence, reading.Time, reading.Value, reading.Unit, reading.Quality, reading.Kind, reading.Replaces));
        Assert.Equal("""{"value":"1522.4"}""", Encoding.UTF8.GetString(Cryptography.Hex.Decode(reading.Raw)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_is_small_in_a_full_batch_on_a_grown_chain(bool signed)
    {
        var batch = new ProvenBatch(ClosedBatch.MaxCount, otherAccounts: 100_000, otherSlots: 10_000, signed: signed);
        var file = batch.Proof(4711);
        var parts = new[] { file.Reading.Raw, file.Record, file.Batch, file.Chain.Header }.Concat(file.Path)
            .Concat(file.Chain.Account)
            .Concat(file.Chain.Storage)
            .Concat(file.Chain.Devices?[0] ?? []).Append(file.Reading.Signature ?? "0x");

        var binary = parts.Sum(part => (part.Length - 2) / 2);
        TestContext.Current.TestOutputHelper!.WriteLine($"{binary} bytes of binary parts, {file.ToJson().Length} of JSON");
        Assert.True(batch.Verify(file.ToJson()).Valid);
        Assert.InRange(binary, 5_000, 8 * 1024);
        Assert.InRange(Encoding.UTF8.GetByteCount(file.ToJson()), 10_000, 16 * 1024);
    }

    [Fact]
    public void Only_a_revision_names_what_it_replaces()
    {
        Assert.DoesNotContain("replaces", Batch.Proof(0).ToJson(), StringComparison.Ordinal);
        Assert.Contains("\"replaces\": 1", Batch.Proof(1).ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void A_missing_member_is_refused(string member)
    {
        var json = Json();
        json.Remove(member);

        AssertRefused(json.ToJsonString(), member);
    }

    [Theory]
    [MemberData(nameof(ReadingMembers))]
    public void A_missing_member_of_the_reading_is_refused(string member)
    {
        var json = Json();
        json["reading"]!.AsObject().Remove(member);

        AssertRefused(json.ToJsonString(), member);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void A_null_is_refused(string member)
    {
        var json = Json();
        json[member] = null;

        AssertRefused(json.ToJsonString());
    }

    [Fact]
    public void What_a_reading_does_not_replace_is_missing_not_null()
    {
        var json = JsonNode.Parse(Batch.Proof(0).ToJson())!.AsObject();
        json["reading"]!["replaces"] = null;

        AssertRefused(json.ToJsonString(), "replaces");
    }

    [Fact]
    public void A_null_in_the_path_is_no_hash()
    {
        var json = Json();
        json["path"]![0] = null;

        Assert.False(Batch.Verify(json.ToJsonString()).Valid);
    }

    [Fact]
    public void An_unknown_member_is_refused_at_any_depth()
    {
        foreach (var place in new[] { "", "reading", "chain" })
        {
            var json = Json();
            (place.Length == 0 ? json : json[place]!.AsObject())["remark"] = "trust me";

            AssertRefused(json.ToJsonString(), "remark");
        }
    }

    [Fact]
    public void A_member_that_stands_twice_is_refused()
    {
        var json = Batch.Proof(0).ToJson();

        AssertRefused(json.Replace("\"version\": 1,", "\"version\": 1, \"version\": 1,", StringComparison.Ordinal));
        AssertRefused(json.Replace("\"sequence\": 1,", "\"sequence\": 2, \"sequence\": 1,", StringComparison.Ordinal));
        AssertRefused(json.Replace("\"chainId\": 31337,", "\"chainId\": 1, \"chainId\": 31337,", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"platone-proof\"")]
    [InlineData("{}")]
    [InlineData("{")]
    public void What_is_no_object_of_this_shape_is_refused(string json) => AssertRefused(json);

    [Fact]
    public void What_follows_the_object_is_refused() => AssertRefused(Batch.Proof(0).ToJson() + "{}");

    [Theory]
    [InlineData("format", "\"platone-receipt\"")]
    [InlineData("version", "2")]
    public void Another_format_or_version_is_named(string member, string value)
    {
        var json = Json();
        json[member] = JsonNode.Parse(value);

        var check = Assert.Single(ProofVerifier.Verify(Encoding.UTF8.GetBytes(json.ToJsonString())).Checks);

        Assert.Equal(("format", false), (check.Name, check.Ok));
        Assert.Contains(value.Trim('"'), check.Detail, StringComparison.Ordinal);
    }

    private static JsonObject Json() => JsonNode.Parse(Batch.Proof(1).ToJson())!.AsObject();

    private static void AssertRefused(string json, string? named = null)
    {
        var error = Assert.Throws<JsonException>(() => ProofFile.Parse(Encoding.UTF8.GetBytes(json)));
        if (named is not null) Assert.Contains(named, error.Message, StringComparison.Ordinal);

        var check = Assert.Single(ProofVerifier.Verify(Encoding.UTF8.GetBytes(json)).Checks);
        Assert.Equal(("format", false), (check.Name, check.Ok));
    }
}
