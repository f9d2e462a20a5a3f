using System.Text.Json;
using System.Text.Json.Nodes;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>A watcher beside a running framework, with a node's URL, a store that it may read, and a wallet of its own.</summary>
[Collection(VillageCollection.Name)]
public sealed class WatchTests(PlayedVillage village)
{
    [Fact]
    public async Task Heads_are_co_signed_and_what_contradicts_them_later_is_the_loudest_alarm()
    {
        using var copy = TemporaryFolder.CopyOf(village.Data);
        using var own = new TemporaryFolder();
        var (key, heads) = (own.File("watcher.key"), own.File("heads.jsonl"));
        (await CommandLine.RunAsync("wallet", "new", key)).Ended(0);
        await using var framework = await Framework.StartAsync(copy.Path, "--scenario", "none");

        var first = (await WatchAsync(copy.Path, key, heads, "--store", framework.Store)).Ended(0).Json();
        var batches = first.GetProperty("head").GetInt64();
        Assert.True(batches > 0);
        Assert.Equal((batches, 0L), (first.GetProperty("coSigned").GetInt64(), first.GetProperty("alarms").GetInt64()));
        Assert.All(await File.ReadAllLinesAsync(heads), line => Assert.Equal("readings", JsonDocument.Parse(line).RootElement.GetProperty("seen").GetString()));

        // Gone on with: nothing is new, and what was signed still stands.
        Assert.Equal(0, (await WatchAsync(copy.Path, key, heads, "--store", framework.Store)).Ended(0).Json().GetProperty("coSigned").GetInt64());

        // Without a store only heads can be looked at.
        var blind = own.File("blind.jsonl");
        (await WatchAsync(copy.Path, key, blind)).Ended(0);
        Assert.Contains("head only", await File.ReadAllTextAsync(blind), StringComparison.Ordinal);

        // Somebody wrote into the file: it is not gone on with.
        var lines = await File.ReadAllLinesAsync(heads);
        var forged = JsonNode.Parse(lines[0])!;
        forged["record"] = "0x" + new string('1', 64);
        await File.WriteAllLinesAsync(own.File("forged.jsonl"), [forged.ToJsonString(), .. lines[1..]]);
        (await WatchAsync(copy.Path, key, own.File("forged.jsonl"))).Ended(2).OneLineOfError("line 1");

        // The store is changed behind the certifier's back.
        Assert.Equal(1, Database.Change(framework.Store, "UPDATE reading SET value='77' WHERE id=3"));
        var alarmed = await WatchAsync(copy.Path, key, own.File("again.jsonl"), "--store", framework.Store);
        Assert.Equal(1, alarmed.Ended(1).Json().GetProperty("alarms").GetInt64());
        Assert.Contains("ALARM: batch 1", alarmed.Error, StringComparison.Ordinal);
        Assert.Contains("(reading 3)", await File.ReadAllTextAsync(own.File("again.jsonl")), StringComparison.Ordinal);
        Assert.Equal(1, Database.Change(framework.Store, "UPDATE batch SET record=CAST(substr(record, 1, 319) || x'01' AS BLOB) WHERE number=1"));
        Assert.Contains("EQUIVOCATION", (await WatchAsync(copy.Path, key, heads, "--store", framework.Store)).Ended(1).Error, StringComparison.Ordinal);
    }

    private static Task<CommandResult> WatchAsync(string data, string key, string heads, params string[] more) =>
        CommandLine.RunAsync(["watch", "--data", data, "--wallet", key, "--heads", heads, "--once", "--json", .. more]);
}
