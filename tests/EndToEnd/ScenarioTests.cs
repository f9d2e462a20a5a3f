using System.Text.RegularExpressions;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

[Collection(VillageCollection.Name)]
public sealed partial class ScenarioTests(PlayedVillage village)
{
    [Fact]
    public void The_built_in_scenario_ends_with_equal_counts_and_every_check_held()
    {
        var lines = village.Run.Ended(0).Lines();

        Assert.Matches("^all [1-9][0-9]* checks held$", lines[^1]);
        var counts = Counts().Match(lines[^2]);
        Assert.True(counts.Success, lines[^2]);
        var accepted = counts.Groups[1].Value;
        Assert.NotEqual("0", accepted);
        Assert.All(counts.Groups.Values.Skip(1), count => Assert.Equal(accepted, count.Value));
        Assert.Equal(accepted, $"{Database.Number(Path.Combine(village.Data, "platone.db"), "SELECT count(*) FROM readings WHERE batch IS NOT NULL")}");
    }

    [Fact]
    public void A_run_to_the_end_leaves_no_process_no_pid_file_and_no_socket() => Assert.Empty(village.LeftBehind);

    [Fact]
    public void What_is_secret_is_its_owners_only()
    {
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(village.Data) & others);
        var secrets = Directory.GetFiles(Path.Combine(village.Data, "wallets"));
        Assert.NotEmpty(secrets);
        Assert.All(secrets, file => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & others));
    }

    [Fact]
    public void No_key_and_no_broker_secret_is_in_a_log_or_on_a_stream()
    {
        var told = Directory.GetFiles(Path.Combine(village.Data, "log")).Select(File.ReadAllText).Append(village.Run.Output).Append(village.Run.Error).ToList();

        foreach (var file in Directory.GetFiles(Path.Combine(village.Data, "wallets")))
        {
            var secret = File.ReadAllText(file).Trim()[2..];
            Assert.All(told, text => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        }
    }

    [GeneratedRegex("^accepted ([0-9]+), stored ([0-9]+), certified ([0-9]+), proved ([0-9]+)$")]
    private static partial Regex Counts();
}
