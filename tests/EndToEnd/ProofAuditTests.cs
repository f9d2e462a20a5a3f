using System.Text.Json.Nodes;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>Proof files held against each other, without the store.</summary>
[Collection(VillageCollection.Name)]
public sealed class ProofAuditTests(PlayedVillage village)
{
    [Fact]
    public async Task Files_are_verified_and_gaps_between_them_are_told_as_what_they_are()
    {
        using var folder = new TemporaryFolder();
        var stream = (string)Database.Row(
            Path.Combine(village.Data, "platone.db"),
            "SELECT stream FROM readings WHERE unit='W' GROUP BY stream HAVING count(*) > 8 ORDER BY stream LIMIT 1")[0];
        await GetAsync(folder.File("one.json"), "--stream", stream, "--sequence", "1");
        await GetAsync(folder.File("two.json"), "--stream", stream, "--sequence", "4");
        var gap = Assert.Single((await AuditAsync(folder.Path)).Ended(1).Json().GetProperty("findings").EnumerateArray());
        Assert.Equal(("gap", 4L), (gap.GetProperty("kind").GetString(), gap.GetProperty("sequence").GetInt64()));
        Assert.Contains("single files do not prove that there is none", gap.GetProperty("detail").GetString(), StringComparison.Ordinal);

        await GetAsync(folder.File("range.json"), "--stream", stream, "--from", "1", "--to", "6");
        var whole = (await AuditAsync(folder.Path)).Ended(0).Json();
        Assert.Equal((3, 6L), (whole.GetProperty("files").GetInt32(), whole.GetProperty("readings").GetInt64()));

        var proof = JsonNode.Parse(await File.ReadAllTextAsync(folder.File("two.json")))!;
        proof["reading"]!["value"] = "1";
        await File.WriteAllTextAsync(folder.File("two.json"), proof.ToJsonString());
        var bad = Assert.Single((await AuditAsync(folder.Path)).Ended(1).Json().GetProperty("findings").EnumerateArray());
        Assert.Equal("proof", bad.GetProperty("kind").GetString());
        Assert.EndsWith("two.json", bad.GetProperty("file").GetString(), StringComparison.Ordinal);
    }

    private async Task GetAsync(string file, params string[] what) =>
        (await CommandLine.RunAsync(["proof", "get", "--data", village.Data, "--out", file, .. what])).Ended(0);

    private Task<CommandResult> AuditAsync(string folder) => CommandLine.RunAsync("audit", "--data", village.Data, "--proofs", folder, "--json");
}
