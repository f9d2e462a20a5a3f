using System.Text.Json;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

[Collection(VillageCollection.Name)]
public sealed class AuditTests(PlayedVillage village, SharedFramework shared)
{
    [Fact]
    public async Task A_store_that_nobody_touched_has_no_finding()
    {
        Assert.Contains(" 0 findings", (await CommandLine.RunAsync("audit", "--data", village.Data)).Ended(0).Output, StringComparison.Ordinal);

        var report = (await CommandLine.RunAsync("audit", "--data", village.Data, "--json")).Ended(0).Json();
        Assert.Equal(0, report.GetProperty("findings").GetArrayLength());
        Assert.Equal(0, report.GetProperty("waiting").GetInt64());
        Assert.Equal(report.GetProperty("readings").GetInt64(), report.GetProperty("certified").GetInt64());
    }

    [Fact]
    public async Task One_value_that_is_changed_in_the_store_is_named_and_nothing_else()
    {
        using var copy = TemporaryFolder.CopyOf(village.Data);
        var store = copy.File("platone.db");
        var victim = Database.Row(store, "SELECT id, stream, sequence FROM readings WHERE unit='V' ORDER BY id LIMIT 1 OFFSET 100");
        Assert.Equal(1, Database.Change(store, $"UPDATE reading SET value = value || '1' WHERE id = {victim[0]}"));

        var finding = Assert.Single(await FindingsAsync(copy.Path));
        Assert.Equal("changed", finding.GetProperty("kind").GetString());
        Assert.Equal(victim[0], finding.GetProperty("reading").GetInt64());
        Assert.Equal(victim[1], finding.GetProperty("stream").GetString());
        Assert.Equal(victim[2], finding.GetProperty("sequence").GetInt64());

        var told = (await CommandLine.RunAsync("audit", "--data", copy.Path)).Ended(1).Output;
        Assert.Contains(" 1 findings", told, StringComparison.Ordinal);
        Assert.Contains(((long)victim[0]).ToString(null, null), told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certified_reading_that_is_gone_is_named_by_stream_and_sequence()
    {
        using var copy = TemporaryFolder.CopyOf(village.Data);
        var store = copy.File("platone.db");
        var victim = Database.Row(store, "SELECT id, stream, sequence FROM readings WHERE unit='W' AND sequence = 7 ORDER BY id LIMIT 1");
        Assert.Equal(1, Database.Change(store, $"DELETE FROM reading WHERE id = {victim[0]}"));

        var findings = await FindingsAsync(copy.Path);
        Assert.All(findings, finding => Assert.Equal(victim[1], finding.GetProperty("stream").GetString()));
        var missing = Assert.Single(findings, finding => finding.GetProperty("kind").GetString() == "missing");
        Assert.Equal(victim[2], missing.GetProperty("sequence").GetInt64());
    }

    [Fact]
    public async Task A_store_is_not_audited_against_another_chain()
    {
        var refused = await CommandLine.RunAsync("audit", "--data", village.Data, "--chain", shared.Running.Endpoints.Chain.ToString());

        refused.Ended(2).OneLineOfError("genesis");
    }

    private static async Task<List<JsonElement>> FindingsAsync(string data) =>
        [.. (await CommandLine.RunAsync("audit", "--data", data, "--json")).Ended(1).Json().GetProperty("findings").EnumerateArray()];
}
