using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>Erasing with and without a running framework, on a copy of what the village left.</summary>
[Collection(VillageCollection.Name)]
public sealed class EraseTests(PlayedVillage village)
{
    [Fact]
    public async Task Readings_are_erased_while_nothing_runs_and_while_it_runs_and_their_tombstones_are_certified()
    {
        using var copy = TemporaryFolder.CopyOf(village.Data);
        var store = copy.File("platone.db");
        var one = Database.Row(store, "SELECT id, stream, sequence FROM readings WHERE unit='W' AND kind='reading' ORDER BY id LIMIT 1 OFFSET 30");
        var two = Database.Row(
            store, $"SELECT id, stream, sequence FROM readings WHERE stream='{one[1]}' AND id <> {one[0]} AND kind='reading' ORDER BY id LIMIT 1");

        var erased = (await CommandLine.RunAsync("erase", "--data", copy.Path, "--reading", $"{one[0]}", "--reason", "asked for", "--json")).Ended(0).Json()[0];
        Assert.Equal(one[2], erased.GetProperty("sequence").GetInt64());
        Assert.Contains(
            "was erased at", (await CommandLine.RunAsync("erase", "--data", copy.Path, "--reading", $"{one[0]}", "--reason", "again")).Ended(1).Error,
            StringComparison.Ordinal);
        (await CommandLine.RunAsync("proof", "get", "--data", copy.Path, "--reading", $"{one[0]}"))
            .Ended(2)
            .OneLineOfError($"number {erased.GetProperty("tombstone")} of the stream is its tombstone");

        await using (var framework = await Framework.StartAsync(copy.Path, "--scenario", "none"))
        {
            await Eventually.TrueAsync(() => Certified(store) == 1, () => "the tombstone is certified");
            (await CommandLine.RunAsync("erase", "--data", copy.Path, "--stream", $"{two[1]}", "--sequence", $"{two[2]}", "--reason", "asked for")).Ended(0);
            await Eventually.TrueAsync(() => Certified(store) == 2, () => "both tombstones are certified");
            var report = (await CommandLine.RunAsync("audit", "--data", copy.Path, "--json")).Ended(0).Json();
            Assert.Equal((0L, 2L), (report.GetProperty("found").GetInt64(), report.GetProperty("erased").GetInt64()));
            (await CommandLine.RunAsync("proof", "get", "--data", copy.Path, "--stream", $"{two[1]}", "--from", "1", "--to", "1000"))
                .Ended(2)
                .OneLineOfError("cannot be proved");
            await framework.StopAsync();
        }
    }

    private static long Certified(string store) =>
        (long)Database.Row(store, "SELECT count(*) FROM record r JOIN batch b ON b.number = r.batch WHERE b.block_number IS NOT NULL")[0];
}
