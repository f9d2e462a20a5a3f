using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Platone.Cryptography;
using Platone.Readings;

namespace Platone.Certification.Tests;

public sealed class UsageVerifierTests
{
    private static readonly StreamName Stream = new("usage", "0x01", "mqtt", "hour");
    private static readonly UsageBody Body = new(Keccak256.Hash([1]), 42, 12_345, 1_767_225_600_000_001, 1_767_229_199_999_999);

    private readonly Random _random = new(9);

    [Fact]
    public void The_content_is_what_another_encoder_makes_of_it()
    {
        // ethers 6: keccak256 of the AbiCoder's bytes.
        var body = new UsageBody(Hash256.Parse("0x" + new string('7', 64)), 42, 12_345, 1_767_225_600_000_001, -5);
        Assert.Equal(Hash256.Parse("0x8e96f231e6a2e8e32ace291146a66f38961a5c0efc6a18a750cccc4758f52cf7"), Keccak256.Hash(body.Encode()));
        Assert.Equal(body, UsageBody.Decode(body.Encode()));
        Assert.Throws<FormatException>(() => UsageBody.Decode([.. body.Encode(), .. new byte[32]]));
        Assert.Throws<FormatException>(() => UsageBody.Decode(body.Encode().AsSpan()[..^32]));
    }

    [Fact]
    public void A_usage_record_is_proved_down_to_the_block()
    {
        var (file, chain) = Prove(RecordKind.Usage);
        var verdict = AnyProof.Verify(Encoding.UTF8.GetBytes(file.ToJson())).TrustingBlock(chain.BlockHash);
        Assert.True(verdict.Valid, string.Join(Environment.NewLine, verdict.Checks));
        Assert.Equal(file.Usage, Assert.IsType<UsageResult>(verdict).Usage);
        Assert.Equal(
            ["format", "provider", "stream", "sequence", "kind", "content", "path", "account", "storage", "block"],
            verdict.Checks.Select(check => check.Name));
    }

    [Fact]
    public void Whatever_is_changed_in_it_fails()
    {
        var (file, chain) = Prove(RecordKind.Usage);
        var tried = 0;
        foreach (var (place, _) in Values(JsonNode.Parse(file.ToJson())!))
        {
            if (place is "$.chain.chainId" or "$.chain.header") continue; // a claim that nothing covers; seals, which the block's hash does not cover

            var text = JsonNode.Parse(file.ToJson())!;
            var value = Values(text).Single(item => item.Place == place).Value;
            value.ReplaceWith(Changed(value));
            Assert.False(UsageVerifier.Verify(Encoding.UTF8.GetBytes(text.ToJsonString())).TrustingBlock(chain.BlockHash).Valid, place);
            tried++;
        }

        Assert.True(tried > 20);
    }

    [Fact]
    public void The_published_schema_describes_the_file()
    {
        var schema = JsonSchema.FromText(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schemas", "usage-proof.schema.json")));
        using var document = JsonDocument.Parse(Prove(RecordKind.Usage).File.ToJson());
        Assert.True(schema.Evaluate(document.RootElement).IsValid);
        using var other = JsonDocument.Parse(new ProvenBatch().Proof(1).ToJson());
        Assert.False(schema.Evaluate(other.RootElement).IsValid);
    }

    [Fact]
    public void A_reading_is_no_usage()
    {
        var (file, chain) = Prove(RecordKind.Document);
        var verdict = UsageVerifier.Verify(file).TrustingBlock(chain.BlockHash);
        Assert.Equal("kind", Assert.Single(verdict.Checks, check => !check.Ok).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"format":"platone-usage-proof"}""")]
    [InlineData("""{"format":"platone-usage-proof","format":"platone-usage-proof"}""")]
    public void What_is_no_such_file_fails_at_its_format(string json) =>
        Assert.Equal("format", Assert.Single(AnyProof.Verify(Encoding.UTF8.GetBytes(json)).Checks).Name);

    private (UsageProofFile File, ProvenChain Chain) Prove(RecordKind kind)
    {
        var provider = _random.NextAddress();
        CertifiedRecord[] records =
        [
            .. Enumerable.Range(1, 5).Select(i => new CertifiedRecord(
                i == 3 ? kind : RecordKind.Usage, provider, Stream.Hash, (ulong)i,
                i == 3 ? Keccak256.Hash(Body.Encode()) : _random.NextHash(), _random.NextHash(), Hash256.Zero)),
        ];
        var batch = ClosedBatch.Close(records, _random.NextHash(), _random.NextAddress(), 7, 1, 2, 3, BatchFlags.None);
        var chain = new ProvenChain(batch.Record);
        return (UsageProofFile.Create(records[2], Stream, Body, batch.Record, new MerkleTree([.. batch.Leaves]), 2, chain.Proof), chain);
    }

    private static IEnumerable<(string Place, JsonValue Value)> Values(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Values(member.Value!)),
        JsonArray items => items.SelectMany(item => Values(item!)),
        JsonValue value => [(value.GetPath(), value)],
        _ => [],
    };

    private JsonValue Changed(JsonValue value)
    {
        if (value.TryGetValue<ulong>(out var number)) return JsonValue.Create(number + 1);

        var text = value.GetValue<string>().ToCharArray();
        var at = _random.Next(text.Length);
        text[at] = text[at] == '1' ? '2' : '1';
        return JsonValue.Create(new string(text));
    }
}
