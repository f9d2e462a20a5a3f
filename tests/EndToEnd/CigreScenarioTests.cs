using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Platone.Simulation;
using Platone.Simulation.Networks;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

public sealed class CigreScenarioTests : IDisposable
{
    private static readonly XNamespace Cim = "http://iec.ch/TC57/2012/CIM-schema-cim16#";
    private static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Three_minutes_of_the_day_are_played_and_every_check_holds()
    {
        var scenario = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(BuiltIn(), "scenario.json")))!;
        scenario["hours"] = 0.05;
        await File.WriteAllTextAsync(_folder.File("scenario.json"), scenario.ToJsonString());

        var run = await CommandLine.RunAsync(Framework.Arguments(_folder.File("data"), "--scenario", _folder.Path, "--once", "--speed", "max"));

        // 180 s: six voltages of three PMUs each second, eight light nodes every four, one message of 18 meters' two registers.
        const int readings = (180 * 3 * 6) + (45 * 8) + 36;
        var lines = run.Ended(0).Lines();
        Assert.Equal($"accepted {readings}, stored {readings}, certified {readings}, proved {readings}", lines[^2]);
        Assert.Equal(1000L, Database.Number(Path.Combine(_folder.File("data"), "platone.db"),
            "SELECT (max(time) - min(time)) / 179000 FROM reading r JOIN stream s ON s.id = r.stream WHERE s.name = 'pmu-1/BUS3/voltmagnitude/A'"));
    }

    [Fact]
    public void The_built_in_file_is_a_whole_day()
    {
        var file = ScenarioFile.Load(BuiltIn());

        Assert.Equal((86_400, 3, 5), (file.Length, file.Providers.Count, file.Consumers.Count));
    }

    [Theory]
    [InlineData("\"hours\": 24", "\"hours\": 24, \"ticks\": 30", "expected either ticks or hours")]
    [InlineData("\"hours\": 24,", "", "expected either ticks or hours")]
    [InlineData("\"hours\": 24", "\"hours\": 0", "expected 2 to")]
    [InlineData("\"hours\": 24", "\"hours\": 1e300", "expected 2 to")]
    [InlineData("\"lightNodeSeconds\": 4", "\"lightNodeSeconds\": 1.5", "lightNodeSeconds: found 1.5")]
    [InlineData("\"meterSeconds\": 900", "\"meterSeconds\": 0", "meterSeconds: found 0")]
    [InlineData("\"network\": \"cigre-mv\"", "\"network\": \"cigre\"", "network: found 'cigre'")]
    [InlineData("\"pmus\": 3", "\"pmus\": 4", "found 4 pmus")]
    public void A_broken_file_is_refused_with_its_field(string part, string broken, string saying)
    {
        var text = File.ReadAllText(Path.Combine(BuiltIn(), "scenario.json"));
        Assert.Contains(part, text, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("scenario.json"), text.Replace(part, broken, StringComparison.Ordinal));

        Assert.Contains(saying, Assert.Throws<InvalidDataException>(() => ScenarioFile.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shares_of_the_peak_are_between_nothing_and_all_of_it_and_reach_it_once_a_day()
    {
        foreach (var load in CigreMediumVoltage.Loads)
        {
            var day = Enumerable.Range(0, 24 * 60).Select(minute => CigreMediumVoltage.ShareOf(load, DateTimeOffset.UnixEpoch.AddMinutes(minute))).ToList();

            Assert.All(day, share => Assert.InRange(share, 0.29, 1.0001));
            Assert.Equal(load.IsResidential ? (19 * 60) + 30 : 13 * 60, day.IndexOf(day.Max()));
            Assert.InRange(day.Max(), 0.999, 1.0001);
        }
    }

    [Fact]
    public void The_loads_are_those_of_the_published_network()
    {
        var states = XDocument.Load(Published()).Root!.Elements(Cim + "SvPowerFlow").ToDictionary(
            flow => flow.Attribute(Rdf + "ID")!.Value, flow => (Value(flow, "p"), Value(flow, "q")));

        var published = states.Where(pair => pair.Key.StartsWith("LOAD-", StringComparison.Ordinal)).ToDictionary(pair => pair.Key, pair => pair.Value);
        Assert.Equal(CigreMediumVoltage.Loads.Count, published.Count);
        foreach (var load in CigreMediumVoltage.Loads)
        {
            var (megaWatt, megavar) = published[$"LOAD-{(load.IsResidential ? "H" : "I")}-{load.Bus}-sv"];
            Assert.Equal(megaWatt, load.PeakKiloWatt / 1000, 1e-6);
            Assert.Equal(megavar, load.PeakKilovar / 1000, 1e-6);
        }

        static double Value(XElement flow, string name) => double.Parse(flow.Element(Cim + $"SvPowerFlow.{name}")!.Value, CultureInfo.InvariantCulture);
    }

    private static string BuiltIn() => Above("scenarios/cigre-mv") ?? throw new DirectoryNotFoundException("scenarios/cigre-mv");

    private static string Published()
    {
        var folder = Above("shared/data/cim-cigre-mv");
        Assert.SkipWhen(folder is null, "the folder shared/data is not here");
        return Path.Combine(folder!, "pyvolt-CIGRE-MV-NoTap", "Rootnet_FULL_NE_06J16h_SV.xml");
    }

    private static string? Above(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, path))) return Path.Combine(folder.FullName, path);
        }

        return null;
    }
}
