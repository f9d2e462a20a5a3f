using System.Globalization;
using System.Xml.Linq;
using Platone.Grid.Drawing;

namespace Platone.Grid.Tests;

public sealed class NetworkDrawingTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_radial_grid_of_500_buses_is_readable_no_two_names_overlap_and_all_lie_within_the_picture()
    {
        var drawing = Draw(Radial(500, seed: 5));

        var names = drawing.Descendants(Svg + "g").Select(node => node.Element(Svg + "text")!).ToList();
        var (width, height) = (Number(drawing, "width"), Number(drawing, "height"));
        var boxes = names.ConvertAll(name => (X: Number(name, "x"), Y: Number(name, "y"), Width: 4.3 * name.Value.Length));
        Assert.Equal(500, names.Count);
        Assert.All(boxes, box => Assert.True(box.X >= 0 && box.X + box.Width <= width && box.Y >= 7 && box.Y <= height));
        for (var i = 0; i < boxes.Count; i++)
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (boxes[i], boxes[j]);
                var apart = a.X + a.Width <= b.X || b.X + b.Width <= a.X || Math.Abs(a.Y - b.Y) >= 7;
                Assert.True(apart, $"{names[i].Value} and {names[j].Value} overlap");
            }
    }

    [Fact]
    public void Every_piece_of_equipment_is_drawn()
    {
        var network = RandomNetwork.Of(8);

        var drawing = Draw(network);

        Assert.Equal(network.Nodes.Count, drawing.Elements(Svg + "g").Count());
        Assert.Equal(network.Lines.Count + network.Transformers.Count + network.Links.Count, Of("edge").Count());
        Assert.Equal(network.Links.Count, drawing.Elements(Svg + "rect").Count());
        Assert.Single(Of("source"));
        Assert.Single(Of("generator"));
        Assert.Equal(network.Loads.Select(load => load.Node).Distinct().Count(), Of("load").Count());

        IEnumerable<XElement> Of(string kind) => drawing.Elements(Svg + "path").Where(path => path.Attribute("class")!.Value.Split(' ')[0] == kind);
    }

    [Fact]
    public void A_name_is_text_whatever_stands_in_it()
    {
        var network = Radial(2, seed: 1);
        network = network with { Nodes = [network.Nodes[0] with { Name = "<script>\u0001&\uD800" }, network.Nodes[1]] };

        var drawing = Draw(network);

        Assert.Empty(drawing.Descendants(Svg + "script"));
        Assert.Contains(drawing.Descendants(Svg + "text"), text => text.Value.StartsWith("<script", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_a_picture_too() => Assert.Empty(Draw(new() { Nodes = [] }).Descendants(Svg + "circle"));

    private static XElement Draw(Network network)
    {
        using var text = new StringWriter();
        NetworkDrawing.Write(network, text);
        return XElement.Parse(text.ToString());
    }

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    private static Network Radial(int count, int seed)
    {
        var random = new Random(seed);
        return new()
        {
            Nodes = [.. Enumerable.Range(0, count).Select(i => new Node($"id-{i}", $"Station {i}", i == 0 ? 20_000 : 400))],
            Lines =
            [
                .. Enumerable.Range(1, count - 1).Select(i => new Line($"l{i}", "", random.Next(Math.Max(0, i - 12), i), i, true, true)
                {
                    PositiveSequence = PiCircuit.Of(1, 0),
                }),
            ],
            Sources = [new("s", "", 0, true, 20_000, 0)],
        };
    }
}
