using Platone.Simulation;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

public sealed class FeederTests : IDisposable
{
    private const int Households = 3;
    private const int Minutes = 60;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_of_profiles_is_replayed_and_a_second_replay_adds_nothing()
    {
        WriteProfiles();
        AssertHeld(180, await ReplayAsync(_folder.Path));

        var store = Path.Combine(_folder.File("data"), "platone.db");
        Assert.Equal(Households * Minutes, Database.Number(store, "SELECT count(*) FROM readings WHERE unit='W' AND kind='reading'"));
        Assert.Equal("1234.5", Database.Text(store, "SELECT value FROM readings WHERE stream LIKE '%/household-002/POD-0002/activepower/ABC' AND sequence=10"));

        // The day is the same and so are the payloads: devices that repeat, after a restart.
        AssertHeld(180, await ReplayAsync(_folder.Path));
        Assert.Equal(Households * Minutes, Database.Number(store, "SELECT count(*) FROM readings"));
    }

    [Theory]
    [InlineData("time,mult\n00:01:00,0.5\n00:02:00,half\n", "Load_profile_1.csv, line 3")]
    [InlineData("time;mult\n00:01:00;0.5\n", "Load_profile_1.csv, line 1")]
    [InlineData("time,mult\n25:01:00,0.5\n", "Load_profile_1.csv, line 2")]
    [InlineData("", "Load_profile_1.csv, line 1")]
    public async Task A_broken_profile_is_bad_input_with_file_and_line(string content, string place)
    {
        Directory.CreateDirectory(_folder.File("Load_Profiles"));
        await File.WriteAllTextAsync(_folder.File("Load_Profiles/Load_profile_1.csv"), content);

        var thrown = Assert.Throws<InvalidDataException>(() => LoadProfile.ReadFolder(_folder.Path));
        Assert.Contains(place, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_hundred_published_profiles_can_be_read()
    {
        var profiles = LoadProfile.ReadFolder(Published());

        Assert.Equal(Enumerable.Range(1, 100), profiles.Select(profile => profile.Number));
        var minutes = Enumerable.Range(1, 1440).Select(minute => TimeSpan.FromMinutes(minute)).ToList();
        Assert.All(profiles, profile => Assert.Equal(minutes, profile.KiloWatt.Select(row => row.Time)));
    }

    [Fact]
    public async Task All_published_profiles_are_replayed()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PLATONE_LONG") == "1", "long: set PLATONE_LONG=1 (npm run test:long)");

        AssertHeld(144_000, await ReplayAsync(Published(), TimeSpan.FromMinutes(20)));
    }

    private static void AssertHeld(int readings, CommandResult run)
    {
        var lines = run.Ended(0).Lines();
        Assert.Equal($"accepted {readings}, stored {readings}, certified {readings}, proved {readings}", lines[^2]);
        Assert.Matches("^all [1-9][0-9]* checks held$", lines[^1]);
    }

    private static string Published()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "shared", "data", "pandapower", "European_LV_CSV") is var path && Directory.Exists(path)) return path;
        }

        Assert.Skip("the folder shared/data is not here");
        return "";
    }

    private Task<CommandResult> ReplayAsync(string folder, TimeSpan? patience = null) => CommandLine.RunAsync(
        Framework.Arguments(_folder.File("data"), "--feeder", folder, "--once", "--speed", "max"), environment: null, patience ?? TimeSpan.FromMinutes(2));

    /// <summary>Household 2 takes 1.2345 kW in its tenth minute, everybody else and else something harmless.</summary>
    private void WriteProfiles()
    {
        Directory.CreateDirectory(_folder.File("Load_Profiles"));
        for (var household = 1; household <= Households; household++)
        {
            var rows = Enumerable.Range(1, Minutes).Select(minute => $"{minute / 60:D2}:{minute % 60:D2}:00,{KiloWatt(household, minute)}");
            File.WriteAllLines(_folder.File($"Load_Profiles/Load_profile_{household}.csv"), rows.Prepend("time,mult"));
        }
    }

    private static string KiloWatt(int household, int minute) => (household, minute) == (2, 10) ? "1.2345" : $"0.{household}{minute:D2}";
}
