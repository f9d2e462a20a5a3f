using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Platone.Certification.Tests;

/// <summary>The published schemas describe the files as they are.</summary>
public sealed class ProofSchemaTests
{
    private static readonly JsonSchema Proof = Schema("proof"), Range = Schema("range-proof");

    [Fact]
    public void Proof_files_are_of_the_schemas_form()
    {
        foreach (var batch in new[] { new ProvenBatch(), new ProvenBatch(signed: true) })
            for (var position = 0; position < batch.Count; position++) Assert.True(Holds(Proof, batch.Proof(position).ToJson()));
    }

    [Fact]
    public void Range_proof_files_are_of_the_schemas_form()
    {
        var range = new ProvenRange(
            signed: number => number == 2, new Dictionary<int, ulong[]> { [0] = [1], [1] = [1, 2] },
            new Dictionary<int, ulong[]> { [0] = [2], [2] = [1] }, new Dictionary<int, ulong[]> { [1] = [3] });

        Assert.True(Holds(Range, range.Proof(1, 1, 3).ToJson()));
        Assert.False(Holds(Proof, range.Proof(1, 1, 3).ToJson()));
    }

    [Theory]
    [InlineData("version", "2")]
    [InlineData("format", "\"platone-receipt\"")]
    [InlineData("record", "\"0x00\"")]
    [InlineData("position", "-1")]
    [InlineData("path", "[\"0x12\"]")]
    [InlineData("remark", "\"trust me\"")]
    public void What_a_verifier_refuses_by_its_form_is_not_of_the_schemas_form(string member, string value)
    {
        var json = JsonNode.Parse(new ProvenBatch().Proof(1).ToJson())!.AsObject();
        json[member] = JsonNode.Parse(value);

        Assert.False(Holds(Proof, json.ToJsonString()));
        Assert.False(ProofVerifier.Verify(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString())).Checks.All(check => check.Ok));
    }

    [Fact]
    public void Every_member_is_required_but_what_a_revision_replaces()
    {
        var whole = new ProvenBatch().Proof(1).ToJson();
        foreach (var member in JsonNode.Parse(whole)!.AsObject().Select(pair => pair.Key))
        {
            var json = JsonNode.Parse(whole)!.AsObject();
            json.Remove(member);
            Assert.False(Holds(Proof, json.ToJsonString()), member);
        }
    }

    private static bool Holds(JsonSchema schema, string json)
    {
        using var document = JsonDocument.Parse(json);
        return schema.Evaluate(document.RootElement).IsValid;
    }

    private static JsonSchema Schema(string name) =>
        JsonSchema.FromText(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schemas", $"{name}.schema.json")));
}
