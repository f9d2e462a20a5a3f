using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Platone.Protocol.Tests;

/// <summary>Every word of the protocol as JSON: read back as written, and nothing else taken for it.</summary>
public sealed class ProtocolJsonTests
{
    // Members that may be left out, by type.
    private static readonly string[] Optional = ["SharedReading.replaces", "SharedReading.batch"];

    private static readonly Dictionary<string, Sample> Samples = new Sample[]
    {
        Of(new ReceiptMessage("0x01", "0x02", "0x03", "0x04", [new(1, "d/-/m/A", 2, "0x05", "0x06", 7)]), ProtocolJson.Default.ReceiptMessage),
        Of(new ErrorMessage("0x01", "readings[0].value", "'x'", "a number", 7), ProtocolJson.Default.ErrorMessage),
        Of(
            new DataMessage("0x01", "pmu-1", "0x02", [
                new(1, "d/-/m/A", ulong.MaxValue, "2026-01-01T00:00:00.000000Z", "230.5", "V", 0, "reading"),
                new(2, "d/-/m/A", 2, "2026-01-01T00:00:00.000000Z", "-1E-40", "V", ushort.MaxValue, "revision", Replaces: 1, Batch: 9)]),
            ProtocolJson.Default.DataMessage),
        Of(new CertifiedMessage(1, "0x02", "0x03", "0x04", 5, 6, "0x07", 8, "0x09"), ProtocolJson.Default.CertifiedMessage),
        Of(new AccessMessage("0x01", "Revoked", "0x02", "0x03", "0x04", null, 5), ProtocolJson.Default.AccessMessage),
        Of(new DeclarationText("data/0x/+/raw", "0x01"), ProtocolJson.Default.DeclarationText),
        Of(
            new DeclarationRequest(new("data/0x/+/raw", "0x01"), new("0x02", "0x03", 3, 1, 4, 5), new("0x06", 7, "0x08")),
            ProtocolJson.Default.DeclarationRequest),
        Of(new DeclarationDecision("0x02", new("0x06", 7, "0x08")), ProtocolJson.Default.DeclarationDecision),
        Of(new RevocationOfAll("0x02", null, new("0x06", 7, "0x08")), ProtocolJson.Default.RevocationOfAll),
        Of(new Delegation("0x02", "0x03", 4, new("0x06", 7, "0x08")), ProtocolJson.Default.Delegation),
        Of(
            new DeclarationView("0x01", "0x02", "0x03", "0x04", null, "both", "audit", "a", "b", "Requested", "c", null, null),
            ProtocolJson.Default.DeclarationView),
        Of(new BrokerLogin("mqtt", "127.0.0.1", 1883, "0x01", "secret", "0x01-", "2026-01-01T00:00:00Z", null, "0x02"), ProtocolJson.Default.BrokerLogin),
        Of(new ChainView(31337, "0x01", "0x02", 4), ProtocolJson.Default.ChainView),
        Of(new RelayedView(null), ProtocolJson.Default.RelayedView),
        Of(new ReadingPage([], "1-2", [new(null, "2026-01-31T12:00:00Z", "NoDeclaration", null)]), ProtocolJson.Default.ReadingPage),
        Of(new StreamList([], [new("0x01", "data/0x01/#", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", false, "Means")]), ProtocolJson.Default.StreamList),
        Of(new SignInTerms("abcdefgh", "127.0.0.1:5081", "http://127.0.0.1:5081/", 31337, "2026-01-31T12:05:00Z"), ProtocolJson.Default.SignInTerms),
    }.ToDictionary(sample => sample.Name);

    public static TheoryData<string> Names => [.. Samples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_word_is_read_back_as_it_was_written(string name)
    {
        var sample = Samples[name];

        Assert.Equal(sample.Json, sample.ReadAndWrite(sample.Json));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Members_are_in_camel_case_and_may_stand_in_any_order(string name)
    {
        var sample = Samples[name];
        var members = JsonNode.Parse(sample.Json)!.AsObject().ToList();
        Assert.All(members, member => Assert.True(char.IsAsciiLetterLower(member.Key[0])));

        var reversed = new JsonObject(members.AsEnumerable().Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        Assert.Equal(sample.Json, sample.ReadAndWrite(reversed.ToJsonString()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_missing_member_is_refused_by_name(string name)
    {
        foreach (var (path, json) in Changed(Samples[name], (parent, member) => parent.Remove(member)))
            Assert.Contains(path.Split('.')[^1], Refused(Samples[name], json).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_null_or_a_value_of_another_type_is_refused(string name)
    {
        foreach (var (_, json) in Changed(Samples[name], (parent, member) => parent[member] = IsNullable(parent, member) ? 1 : null))
            Refused(Samples[name], json);
        foreach (var (_, json) in Changed(Samples[name], (parent, member) => parent[member] = IsBoolean(parent, member) ? "true" : true))
            Refused(Samples[name], json);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_unknown_or_repeated_member_is_refused(string name)
    {
        var sample = Samples[name];
        foreach (var (_, json) in Changed(sample, (parent, _) => parent["remark"] = "x"))
            Refused(sample, json);
        foreach (var member in JsonNode.Parse(sample.Json)!.AsObject())
            Refused(sample, $$"""{"{{member.Key}}":{{member.Value?.ToJsonString() ?? "null"}},{{sample.Json[1..]}}""");
    }

    [Theory]
    [InlineData("\"sequence\":2", "\"sequence\":-1")]
    [InlineData("\"sequence\":2", "\"sequence\":2.5")]
    [InlineData("\"sequence\":2", "\"sequence\":18446744073709551616")]
    [InlineData("\"sequence\":2", "\"sequence\":\"2\"")]
    [InlineData("\"sequence\":2", "\"Sequence\":2")]
    public void Numbers_and_names_are_taken_at_their_word(string found, string replaced)
    {
        var sample = Samples[nameof(ReceiptMessage)];
        Assert.Contains(found, sample.Json, StringComparison.Ordinal);

        Refused(sample, sample.Json.Replace(found, replaced, StringComparison.Ordinal));
    }

    [Fact]
    public void Lists_are_words_too()
    {
        IReadOnlyList<ErasureView> erased = [new("0x01", "d/-/m/A", 7, 1, 8)];
        var json = JsonSerializer.Serialize(erased, ProtocolJson.Default.IReadOnlyListErasureView);

        Assert.Equal(erased, JsonSerializer.Deserialize(json, ProtocolJson.Default.IReadOnlyListErasureView));
        Assert.Equal("""[{"provider":"0x01","stream":"d/-/m/A","sequence":7,"reading":1,"tombstone":8}]""", json);
    }

    private static Sample Of<T>(T value, JsonTypeInfo<T> type) => new(
        typeof(T).Name, JsonSerializer.Serialize(value, type), json => JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type)!, type));

    private static JsonException Refused(Sample sample, string json)
    {
        try
        {
            sample.ReadAndWrite(json);
        }
        catch (JsonException e)
        {
            return e;
        }

        Assert.Fail($"{sample.Name} took {json}");
        throw new InvalidOperationException();
    }

    /// <summary>The sample once for each of its members at any depth, with that member changed.</summary>
    private static IEnumerable<(string Path, string Json)> Changed(Sample sample, Action<JsonObject, string> change)
    {
        foreach (var path in Paths(JsonNode.Parse(sample.Json)!))
        {
            var root = JsonNode.Parse(sample.Json)!;
            var (parent, member) = Find(root, path);
            if (IsOptional(parent, member)) continue;

            change(parent, member);
            yield return (path, root.ToJsonString());
        }
    }

    private static IEnumerable<string> Paths(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(
            member => (string[])[member.Key, .. member.Value is null ? [] : Paths(member.Value).Select(path => $"{member.Key}.{path}")]),
        JsonArray items => items.SelectMany((item, i) => Paths(item!).Select(path => $"{i}.{path}")),
        _ => [],
    };

    private static (JsonObject Parent, string Member) Find(JsonNode root, string path)
    {
        var steps = path.Split('.');
        foreach (var step in steps[..^1])
            root = root is JsonArray items ? items[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : root[step]!;
        return (root.AsObject(), steps[^1]);
    }

    private static bool IsOptional(JsonObject parent, string member) => parent.ContainsKey("quality") && Optional.Contains($"{nameof(SharedReading)}.{member}");

    private static bool IsBoolean(JsonObject parent, string member) => parent[member]?.GetValueKind() is JsonValueKind.True or JsonValueKind.False;

    private static bool IsNullable(JsonObject parent, string member) =>
        parent[member] is null || member == "next" || (parent.ContainsKey("gives") && member is "topic" or "reason")
        || (parent.ContainsKey("declaration") && member is "from" or "to");

    private sealed record Sample(string Name, string Json, Func<string, string> ReadAndWrite)
    {
        public override string ToString() => Name;
    }
}
