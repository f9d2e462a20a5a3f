using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using Platone.Testing;

namespace Platone.Cli.Tests;

/// <summary>`platone grid`, on networks small enough to be computed by hand.</summary>
public sealed class GridCommandTests : IDisposable
{
    /// <summary>A source, 1 Ω and a load of 100 kW at 10 kV: U² - 10,000 U + 100,000 = 0.</summary>
    private const string TwoNodes = """
        {"version":"1.0","type":"input","is_batch":false,"attributes":{},"data":{
        "node":[{"id":1,"u_rated":10000},{"id":2,"u_rated":10000}],
        "line":[{"id":3,"from_node":1,"to_node":2,"from_status":1,"to_status":1,"r1":1,"x1":0,"c1":0,"tan1":0,"r0":1,"x0":0,"c0":0,"tan0":0}],
        "source":[{"id":4,"node":1,"status":1,"u_ref":1,"sk":1e40,"rx_ratio":0}],
        "sym_load":[{"id":5,"node":2,"status":1,"type":0,"p_specified":100000,"q_specified":0}]}}
        """;

    private const string Scenarios = """
        {"version":"1.0","type":"update","is_batch":true,"attributes":{},"data":[
        {"sym_load":[{"id":5,"p_specified":0}]},{"sym_load":[{"id":5,"p_specified":100000}]}]}
        """;

    private const string Case = """
        function mpc = two
        mpc.version = '2';
        mpc.baseMVA = 10;
        mpc.bus = [
          1 3 0   0 0 0 1 1 0 10 1 1.1 0.9;
          2 2 0.1 0 0 0 1 1 0 10 1 1.1 0.9;
        ];
        mpc.gen = [
          1 0    0 10 -10 1    10 1 10 0;
          2 0.05 0 10 -10 1.01 10 1 10 0;
        ];
        mpc.branch = [
          1 2 0.1 0.2 0 0 0 0 0 0 1 -360 360;
        ];
        """;

    private static readonly double ExpectedPu = (5000 + Math.Sqrt((5000.0 * 5000) - 100_000)) / 10_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_power_flow_tells_every_bus_and_branch()
    {
        var told = (await CommandLine.RunAsync("grid", "powerflow", Write("two.json", TwoNodes), "--json")).Ended(0).Json();

        var (bus, branch) = (told.GetProperty("buses")[1], told.GetProperty("branches")[0]);
        Assert.True(told.GetProperty("converged").GetBoolean());
        Assert.InRange(told.GetProperty("max_mismatch_pu").GetDouble(), 0, 1e-8);
        Assert.Equal("2", bus.GetProperty("id").GetString());
        Assert.Equal(ExpectedPu, bus.GetProperty("vm_pu").GetDouble(), 1e-9);
        Assert.Equal(0, bus.GetProperty("va_deg").GetDouble(), 1e-9);
        Assert.Equal(("3", "1", "2"), (Text(branch, "id"), Text(branch, "from"), Text(branch, "to")));
        Assert.Equal(-0.1, branch.GetProperty("p_to_mw").GetDouble(), 1e-9);
        Assert.Equal(0.1 / ExpectedPu, branch.GetProperty("p_from_mw").GetDouble(), 1e-9);
        Assert.Equal(0, branch.GetProperty("q_from_mvar").GetDouble(), 1e-9);
        Assert.Equal(0, branch.GetProperty("q_to_mvar").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task Three_phases_are_told_each_by_itself()
    {
        var told = (await CommandLine.RunAsync("grid", "powerflow", Write("two.json", TwoNodes), "--asymmetric", "--json")).Ended(0).Json();

        Assert.All(told.GetProperty("buses")[1].GetProperty("vm_pu").EnumerateArray(), voltage => Assert.Equal(ExpectedPu, voltage.GetDouble(), 1e-9));
        Assert.Equal([0, -120, 120], told.GetProperty("buses")[1].GetProperty("va_deg").EnumerateArray().Select(angle => Math.Round(angle.GetDouble(), 6)));
        Assert.Equal(-0.1 / 3, told.GetProperty("branches")[0].GetProperty("p_to_mw")[2].GetDouble(), 1e-9);
    }

    [Fact]
    public async Task Scenarios_come_as_power_grid_models_own_output()
    {
        var told = (await CommandLine.RunAsync(
            "grid", "powerflow", Write("two.json", TwoNodes), "--format", "pgm", "--update", Write("update.json", Scenarios))).Ended(0).Json();

        Assert.Equal("sym_output", Text(told, "type"));
        var data = told.GetProperty("data");
        Assert.Equal(2, data.GetArrayLength());
        Assert.Equal(1, data[0].GetProperty("node")[1].GetProperty("u_pu").GetDouble(), 1e-9);
        Assert.Equal(ExpectedPu, data[1].GetProperty("node")[1].GetProperty("u_pu").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task What_has_no_solution_ends_with_1_and_names_the_worst_bus()
    {
        var impossible = Write("two.json", TwoNodes.Replace("100000", "1e12", StringComparison.Ordinal));

        var asJson = (await CommandLine.RunAsync("grid", "powerflow", impossible, "--json")).Ended(1).Json();
        var asText = (await CommandLine.RunAsync("grid", "powerflow", impossible)).Ended(1);

        Assert.False(asJson.GetProperty("converged").GetBoolean());
        Assert.Equal("2", Text(asJson, "worst_bus"));
        Assert.Contains("Did NOT converge", asText.Output, StringComparison.Ordinal);
        Assert.Contains("at bus 2", asText.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("absent.m", null, "absent.m: found no such file or folder")]
    [InlineData("some.txt", "x", "some.txt: found .txt, expected MATPOWER")]
    [InlineData("bad.json", "{", "bad.json: ")]
    [InlineData("bad.zip", "x", "bad.zip: ")]
    [InlineData(
        "dark.json", """{"version":"1.0","type":"input","is_batch":false,"attributes":{},"data":{"node":[{"id":1,"u_rated":10000}]}}""",
        "dark.json: found no connected source")]
    public async Task What_is_no_network_ends_with_2_and_one_line(string name, string? content, string told)
    {
        var path = content is null ? _folder.File(name) : Write(name, content);

        (await CommandLine.RunAsync("grid", "powerflow", path)).Ended(2).OneLineOfError(told);
    }

    [Fact]
    public async Task A_converted_network_has_the_same_state()
    {
        var (raw, json) = (_folder.File("two.raw"), _folder.File("two.json"));
        var given = Write("two.m", Case);
        (await CommandLine.RunAsync("grid", "convert", given, raw)).Ended(0);
        (await CommandLine.RunAsync("grid", "convert", given, json)).Ended(0);

        var expected = await VoltagesAsync(given);
        Assert.Equal(1.01, expected[1].Vm, 1e-9);
        foreach (var converted in new[] { raw, json })
        {
            var found = await VoltagesAsync(converted);
            for (var i = 0; i < expected.Count; i++)
            {
                Assert.Equal(expected[i].Vm, found[i].Vm, 1e-9);
                Assert.Equal(expected[i].Va, found[i].Va, 1e-7);
            }
        }

        (await CommandLine.RunAsync("grid", "convert", given, _folder.File("two.xml"))).Ended(2)
            .OneLineOfError("two.xml: found .xml, expected .raw (PSS/E) or .json (power-grid-model)");
        Assert.Equal(["two.json", "two.m", "two.raw"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Show_counts_and_draws()
    {
        var picture = _folder.File("two.svg");

        var told = (await CommandLine.RunAsync("grid", "show", Write("two.m", Case), "--graph", picture, "--json")).Ended(0).Json();

        Assert.Equal((2, 1, 1), (told.GetProperty("nodes").GetInt32(), told.GetProperty("lines").GetInt32(), told.GetProperty("islands").GetInt32()));
        Assert.Equal(0.1, told.GetProperty("load_mw").GetDouble(), 1e-12);
        Assert.Equal("svg", XElement.Load(picture).Name.LocalName);
    }

    [Fact]
    public async Task An_archive_that_tells_lies_about_its_size_is_refused()
    {
        var path = _folder.File("model.zip");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using var entry = new StreamWriter(archive.CreateEntry("model_EQ.xml").Open());
            entry.Write(new string(' ', 100_000));
        }

        // The length in the table of contents: after its signature 24 bytes on.
        var bytes = File.ReadAllBytes(path);
        var central = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(central + 24), 10);
        File.WriteAllBytes(path, bytes);

        (await CommandLine.RunAsync("grid", "powerflow", path)).Ended(2).OneLineOfError("");
    }

    private static async Task<List<(double Vm, double Va)>> VoltagesAsync(string path)
    {
        var told = (await CommandLine.RunAsync("grid", "powerflow", path, "--json")).Ended(0).Json();
        return [.. told.GetProperty("buses").EnumerateArray().Select(bus => (bus.GetProperty("vm_pu").GetDouble(), bus.GetProperty("va_deg").GetDouble()))];
    }

    private static string? Text(JsonElement element, string property) => element.GetProperty(property).GetString();

    private string Write(string name, string content)
    {
        var path = _folder.File(name);
        File.WriteAllText(path, content);
        return path;
    }
}
