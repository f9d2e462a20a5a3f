using System.Globalization;
using System.Text.Json.Nodes;
using Platone.Testing;
using Question = Platone.Testing.IndependentVerifier.Question;

namespace Platone.EndToEnd.Tests;

/// <summary>A verifier that was written from docs/proofs.md alone, held against files of a chain that ran.</summary>
[Collection(VillageCollection.Name)]
public sealed class IndependentVerifierTests(PlayedVillage village) : IDisposable
{
    private static readonly int Flips = Environment.GetEnvironmentVariable("PLATONE_LONG") == "1" ? 1000 : 250;

    /// <summary>The members whose texts are bytes; of lists, every entry.</summary>
    private static readonly string[] BinaryParts =
    [
        "record", "path", "batch", "reading.provider", "reading.raw", "reading.signature", "chain.dataCertification", "chain.header", "chain.account",
        "chain.storage",
    ];

    private const string Signed = "SELECT id FROM reading WHERE signature IS NOT NULL ORDER BY id LIMIT 1 OFFSET ";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_believes_what_we_prove()
    {
        foreach (var place in new[] { 0, 1, 700, 1400, 2039 })
        {
            var id = Database.Number(Path.Combine(village.Data, "platone.db"), $"SELECT id FROM readings ORDER BY id LIMIT 1 OFFSET {place}");
            var (file, blockHash) = await GetAsync(id);
            string[] trusted = ["--block-hash", blockHash, "--contract", Deployed("dataCertification"), "--certifier", Deployed("certifier")];
            var result = await IndependentVerifier.RunAsync(IndependentVerifier.OfReadings, [file, .. trusted]);

            Assert.True(result.ExitCode == 0, result.Output + result.Error);
            Assert.Equal("", result.Error);
            Assert.Contains("storage: ok", result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("FAILED", result.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task It_believes_what_devices_signed_and_not_without_their_signatures()
    {
        foreach (var place in new[] { 0, 7, 20 })
        {
            var (file, blockHash) = await GetAsync(SignedReading(place));
            string[] trusted = ["--block-hash", blockHash, "--contract", Deployed("dataCertification"), "--certifier", Deployed("certifier")];
            var result = await IndependentVerifier.RunAsync(IndependentVerifier.OfReadings, [file, .. trusted]);
            Assert.True(result.ExitCode == 0, result.Output + result.Error);
            Assert.Contains("device: ok", result.Output, StringComparison.Ordinal);

            var proof = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
            JsonNode[] changed =
                [Without(proof, "$.reading.signature"), Without(proof, "$.chain.devices"), Changed(proof, "$.chain.devices[0]", new JsonArray())];
            Assert.All(await IndependentVerifier.FailedChecksAsync(changed.Select(one => Ask(one, blockHash))), failed => Assert.Equal(["device"], failed));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_refuses_every_bit_that_is_changed(bool signed)
    {
        var (file, blockHash) = await GetAsync(signed ? SignedReading(0) : UnsignedReading());
        var proof = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        var lists = signed ? BinaryParts.Append("chain.devices.0").ToArray() : [.. BinaryParts.Where(name => name != "reading.signature")];
        var parts = lists.SelectMany(name => At(proof, name) is JsonArray list ? list.AsEnumerable() : [At(proof, name)]).ToList();
        var bits = parts.SelectMany(part => Enumerable.Range(0, (((string)part!).Length - 2) * 4).Select(bit => (Part: part!, Bit: bit))).ToList();
        var questions = Enumerable.Range(0, Flips).Select(i => bits[(int)((long)i * bits.Count / Flips)])
            .Select(place => Ask(Changed(proof, place.Part.GetPath(), Flipped((string)place.Part!, place.Bit)), blockHash));

        var failed = await IndependentVerifier.FailedChecksAsync([Ask(proof, blockHash), .. questions]);

        Assert.Empty(failed[0]);
        Assert.Equal(Flips, failed[1..].Count(checks => checks.Length > 0));
    }

    [Fact]
    public async Task It_believes_a_range_and_refuses_what_is_changed_in_it()
    {
        var (file, blockHash) = await GetAsync("range", "--stream", "pmu-1/BUS1/voltmagnitude/A", "--from", "2", "--to", "25");
        string[] trusted = ["--block-hash", blockHash, "--contract", Deployed("dataCertification"), "--certifier", Deployed("certifier")];
        var result = await IndependentVerifier.RunAsync(IndependentVerifier.OfRanges, [file, .. trusted]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("range: ok", result.Output, StringComparison.Ordinal);
        Assert.Contains("certifier: ok", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("FAILED", result.Output, StringComparison.Ordinal);

        var proof = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        const string Reading = "$.batches[0].segment.readings[0]";
        (JsonNode Proof, string[] Fails)[] changes =
        [
            (proof, []),
            (Changed(proof, $"{Reading}.value", "1"), ["path"]),
            (Changed(proof, $"{Reading}.replaces", 1), ["path"]),
            (Changed(proof, $"{Reading}.value", "1.0"), ["encoding"]),
            (Changed(proof, "$.first", 1), ["range"]),
            (Changed(proof, "$.last", 26), ["range"]),
            (Changed(proof, "$.version", 2), ["format"]),
            (Without(proof, $"{Reading}.salt"), ["format"]),
            (Changed(proof, "$.batches[0].segment.readings[0]", null), ["format"]),
            (Without(proof, "$.batches[0].segment"), ["index", "range"]),
        ];
        var failed = await IndependentVerifier.FailedChecksAsync(changes.Select(change => Ask(change.Proof, blockHash)), IndependentVerifier.OfRanges);
        Assert.Equal(changes.Select(change => change.Fails), failed);
    }

    [Fact]
    public async Task It_refuses_a_member_that_is_changed()
    {
        (string Path, string Value, string[] Fails)[] changes =
        [
            ("$.reading.value", "\"1\"", ["content"]),
            ("$.reading.time", "\"2026-01-31T12:00:00.000000Z\"", ["content"]),
            ("$.reading.unit", "\"Wh\"", ["content"]),
            ("$.reading.quality", "1", ["content"]),
            ("$.reading.stream", "\"another\"", ["stream"]),
            ("$.reading.sequence", "77", ["sequence"]),
            ("$.position", "8192", ["path"]),
            ("$.chain.dataCertification", "\"0x00000000000000000000000000000000000000aa\"", ["account", "storage", "contract"]),
            ("$.format", "\"platone-proof \"", ["format"]),
            ("$.version", "2", ["format"]),
            ("$.version", "1.0", ["format"]),
            ("$.version", "\"1\"", ["format"]),
            ("$.reading.replaces", "1", ["format"]),
            ("$.reading.replaces", "null", ["format"]),
            ("$.reading.unit", "\"volt\"", ["format"]),
            ("$.reading.value", "\"+1\"", ["encoding"]),
            ("$.reading.value", "\"1.0\"", ["encoding"]),
            ("$.reading.time", "\"2026-01-31T12:00:00Z\"", ["encoding"]),
            ("$.reading.time", "\"2026-02-30T12:00:00.000000Z\"", ["encoding"]),
            ("$.path", "[]", ["path"]),
            ("$.chain.account", "[]", ["account", "storage"]),
            ("$.chain.storage", "[]", ["storage"]),
            ("$.chain.header", "\"0xc0\"", ["encoding"]),
            ("$.surplus", "1", ["format"]),
        ];
        var (file, blockHash) = await GetAsync(2);
        var proof = JsonNode.Parse(await File.ReadAllTextAsync(file))!;

        var failed = await IndependentVerifier.FailedChecksAsync(
            changes.Select(change => Ask(Changed(proof, change.Path, JsonNode.Parse(change.Value)), blockHash)));

        Assert.Equal(changes.Select(change => change.Fails), failed);
    }

    [Fact]
    public async Task It_refuses_members_that_are_missing_or_double_and_what_is_no_proof()
    {
        var (file, blockHash) = await GetAsync(3);
        var text = await File.ReadAllTextAsync(file);
        var proof = JsonNode.Parse(text)!;
        string[] members =
        [
            .. proof.AsObject().Select(member => "$." + member.Key), .. proof["reading"]!.AsObject().Select(member => "$.reading." + member.Key),
            .. proof["chain"]!.AsObject().Select(member => "$.chain." + member.Key),
        ];
        string[] rubbish =
            ["", "rubbish", "null", "{}", "[]", "1", "\"\"", new string('[', 100_000), text + "{}", text[..^20], "\uFEFF" + text, "[" + text + "]"];
        Question[] questions =
        [
            .. members.Select(member => Ask(Without(proof, member), blockHash)),
            .. members.Select(member => member[(member.LastIndexOf('.') + 1)..])
                .Select(name => new Question(text.Replace($"\"{name}\":", $"\"{name}\":1,\"{name}\":", StringComparison.Ordinal), blockHash)),
            .. rubbish.Select(content => new Question(content, blockHash)),
        ];

        Assert.All(await IndependentVerifier.FailedChecksAsync(questions), failed => Assert.Equal(["format"], failed));
    }

    [Fact]
    public async Task It_says_what_failed_and_how_it_is_used()
    {
        var (file, blockHash) = await GetAsync(4);
        var (other, none) = ("0x" + new string('1', 64), _folder.File("none.json"));
        var bytes = _folder.File("bytes.json");
        await File.WriteAllBytesAsync(bytes, [0x7b, 0xff, 0x00, 0x7d]);

        await EndsAsync(1, "block: FAILED", file, "--block-hash", other);
        await EndsAsync(1, "contract: FAILED", file, "--block-hash", blockHash, "--contract", other[..42]);
        await EndsAsync(1, "certifier: FAILED", file, "--block-hash", blockHash, "--certifier", other[..42]);
        await EndsAsync(1, "format: FAILED", bytes, "--block-hash", blockHash);
        await EndsAsync(2, "", file);
        await EndsAsync(2, "", none, "--block-hash", blockHash);
        await EndsAsync(2, "", file, "--block-hash", "0x12");
        await EndsAsync(2, "", file, "--block-hash", blockHash, "--contract", "0x12");
        await EndsAsync(2, "", file, "--validators", none);
        await EndsAsync(2, "", file, "--block-hash", blockHash, "--validators", file);
        await EndsAsync(2, "", file, "--block-hash", blockHash, "--what");
    }

    private static async Task EndsAsync(int exitCode, string saying, params string[] arguments)
    {
        var result = await IndependentVerifier.RunAsync(IndependentVerifier.OfReadings, arguments);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(saying, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode == 2, result.Error.Contains("usage: ", StringComparison.Ordinal));
    }

    private long SignedReading(int place) => Database.Number(Path.Combine(village.Data, "platone.db"), Signed + place);

    private long UnsignedReading() =>
        Database.Number(Path.Combine(village.Data, "platone.db"), "SELECT id FROM reading WHERE signature IS NULL ORDER BY id LIMIT 1");

    private Task<(string File, string BlockHash)> GetAsync(long reading) => GetAsync($"{reading}", "--reading", $"{reading}");

    private async Task<(string File, string BlockHash)> GetAsync(string name, params string[] which)
    {
        var file = _folder.File($"{name}.json");
        (await CommandLine.RunAsync(["proof", "get", "--data", village.Data, "--out", file, .. which])).Ended(0);
        var verified = (await CommandLine.RunAsync("proof", "verify", file, "--data", village.Data, "--json")).Ended(0).Json();
        return (file, verified.GetProperty("block").GetProperty("hash").GetString()!);
    }

    private string Deployed(string name) => (string)JsonNode.Parse(File.ReadAllText(Path.Combine(village.Data, "deployments", "31337.json")))![name]!;

    private Question Ask(JsonNode proof, string blockHash) =>
        new(proof.ToJsonString(), blockHash, Contract: Deployed("dataCertification").ToLowerInvariant());

    private static JsonNode? At(JsonNode proof, string path) => path.Split('.').Aggregate(
        (JsonNode?)proof, (node, name) => node is JsonArray list ? list[int.Parse(name, CultureInfo.InvariantCulture)] : node![name]);

    /// <summary>A copy with another value at a path such as <c>$.chain.account[2]</c>.</summary>
    private static JsonNode Changed(JsonNode proof, string path, JsonNode? value)
    {
        var copy = proof.DeepClone();
        var (parent, last) = Place(copy, path);
        if (int.TryParse(last, out var index)) parent[index] = value;
        else parent[last] = value;
        return copy;
    }

    private static JsonNode Without(JsonNode proof, string path)
    {
        var copy = proof.DeepClone();
        var (parent, last) = Place(copy, path);
        parent.AsObject().Remove(last);
        return copy;
    }

    private static (JsonNode Parent, string Last) Place(JsonNode node, string path)
    {
        var names = path[2..].Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        return (names[..^1].Aggregate(node, (parent, name) => int.TryParse(name, out var index) ? parent[index]! : parent[name]!), names[^1]);
    }

    private static string Flipped(string hex, int bit)
    {
        var bytes = Convert.FromHexString(hex[2..]);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return "0x" + Convert.ToHexStringLower(bytes);
    }
}
