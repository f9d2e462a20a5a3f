using Platone.Grid.Formats;
using Platone.Grid.Formats.Cim;

namespace Platone.Grid.Tests;

public sealed class CimSizeTests(ITestOutputHelper output)
{
    [Fact]
    public void A_model_is_read_while_it_comes_and_whatever_its_size()
    {
        var stream = new CimStream(feeders: 100, linesPerFeeder: 40);

        var network = CimReader.Read([new("large.xml", () => stream)]);

        output.WriteLine($"{stream.Position} bytes");
        Assert.Equal(100 * 41, network.Nodes.Count);
        Assert.Equal(100 * 40, network.Lines.Count);
        Assert.Equal(100 * 40, network.Loads.Count);
        Assert.Equal(100, network.Sources.Count);
    }

    [Fact]
    public void A_bus_branch_model_without_its_topology_is_refused()
    {
        var error = Assert.Throws<GridFormatException>(() => CimCases.ByName("MicroGridWithoutTopology"));

        Assert.Contains("expected connectivity nodes, or a topology profile", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SampleBusBranch", 12, 5)]
    [InlineData("SampleNodeBreaker", 12, 10)]
    public void Models_with_switches_alone_are_read(string name, int nodes, int links)
    {
        var network = CimCases.ByName(name);

        Assert.Equal((nodes, 3, links), (network.Nodes.Count, network.Lines.Count, network.Links.Count));
    }
}
