using System.Globalization;
using System.Xml;

namespace Platone.Grid.Drawing;

/// <summary>
/// A network as a picture (SVG): buses by voltage level, lines, transformers (two circles), switches, sources, generators, loads. Names are cut to what fits
/// between two columns; the whole name and id show where the pointer rests.
/// </summary>
public static class NetworkDrawing
{
    private const int ColumnWidth = 56, RowHeight = 26, Margin = 40, LabelLength = 9;

    private const string Style =
        "text{font:7px sans-serif;fill:#333}.edge{stroke-width:1.2;fill:none}.open{stroke-dasharray:2 3;opacity:.6}.loop{stroke-dasharray:6 2}" +
        ".load{fill:#555}.generator{fill:#fff;stroke:#555}.source{fill:#222}.legend{font-size:9px}";

    /// <summary>From the highest voltage level to the lowest.</summary>
    private static readonly string[] Colours = ["#b3261e", "#1f6fb2", "#2e7d32", "#b26a00", "#6a1b9a", "#00838f", "#5d4037", "#546e7a"];

    /// <exception cref="IOException">The target refuses.</exception>
    public static void Write(Network network, TextWriter target)
    {
        var edges = EdgesOf(network);
        var (places, isTreeEdge) = TreeLayout.Of(network, edges);
        var levels = network.Nodes.Select(node => node.RatedVoltageV).Distinct().OrderDescending().ToList();
        var width = 2 * Margin + ColumnWidth * (1 + places.Select(place => place.Column).DefaultIfEmpty().Max());
        var height = 2 * Margin + RowHeight * (1 + places.Select(place => place.Row).DefaultIfEmpty().Max()) + 14 * levels.Count;

        using var svg = XmlWriter.Create(target, new() { Indent = true, CloseOutput = false, OmitXmlDeclaration = true });
        svg.WriteStartElement("svg", "http://www.w3.org/2000/svg");
        svg.WriteAttributeString("viewBox", $"0 0 {Text(width)} {Text(height)}");
        svg.WriteAttributeString("width", Text(width));
        svg.WriteAttributeString("height", Text(height));
        svg.WriteElementString("style", Style);
        for (var i = 0; i < edges.Count; i++) WriteEdge(svg, network, edges[i], places, isTreeEdge[i], levels);
        WriteAppliances(svg, network, places);
        for (var i = 0; i < places.Length; i++) WriteNode(svg, network.Nodes[i], places[i], Colour(levels, network.Nodes[i]));
        WriteLegend(svg, levels, height);
        svg.WriteEndElement();
    }

    private static List<DrawnEdge> EdgesOf(Network network) =>
    [
        .. network.Lines.Select(line => new DrawnEdge(line.Id, line.Name, DrawnEdgeKind.Line, line.From, line.To, line.FromClosed && line.ToClosed)),
        .. network.Transformers.Select(one => new DrawnEdge(one.Id, one.Name, DrawnEdgeKind.Transformer, one.From, one.To, one.FromClosed && one.ToClosed)),
        .. network.Links.Select(link => new DrawnEdge(link.Id, link.Name, DrawnEdgeKind.Link, link.From, link.To, link.IsClosed)),
    ];

    private static void WriteEdge(XmlWriter svg, Network network, DrawnEdge edge, DrawnPlace[] places, bool isTreeEdge, List<double> levels)
    {
        var ((x1, y1), (x2, y2)) = (At(places[edge.From]), At(places[edge.To]));
        var kind = edge.IsClosed ? isTreeEdge ? "edge" : "edge loop" : "edge open";

        // The elbow stands beside the node that is nearer to the source, so that what hangs on one node leaves it on one line.
        var elbow = Math.Min(x1, x2) + ColumnWidth / 4.0;
        var path = isTreeEdge ? $"H{Text(elbow)}V{Text(y2)}H{Text(x2)}" : $"Q{Text((x1 + x2) / 2 + 18)} {Text((y1 + y2) / 2)} {Text(x2)} {Text(y2)}";
        svg.WriteStartElement("path");
        svg.WriteAttributeString("class", kind);
        svg.WriteAttributeString("stroke", Colour(levels, network.Nodes[edge.From]));
        svg.WriteAttributeString("d", $"M{Text(x1)} {Text(y1)}{path}");
        WriteTitle(svg, edge.Id, edge.Name);
        svg.WriteEndElement();

        var (x, y) = isTreeEdge ? ((elbow + Math.Max(x1, x2)) / 2, x1 < x2 ? y2 : y1) : ((x1 + x2) / 2 + 9, (y1 + y2) / 2);
        if (edge.Kind == DrawnEdgeKind.Transformer)
        {
            WriteCircle(svg, x - 2.5, y, 4, "#fff", Colour(levels, network.Nodes[edge.From]));
            WriteCircle(svg, x + 2.5, y, 4, "none", Colour(levels, network.Nodes[edge.To]));
        }
        else if (edge.Kind == DrawnEdgeKind.Link)
        {
            WriteBox(svg, x - 3, y - 3, edge.IsClosed ? "#333" : "#fff");
        }
    }

    private static void WriteNode(XmlWriter svg, Node node, DrawnPlace place, string colour)
    {
        var (x, y) = At(place);
        svg.WriteStartElement("g");
        WriteTitle(svg, node.Id, node.Name);
        WriteCircle(svg, x, y, node.IsStarPoint ? 1.5 : 3, colour, colour);
        if (!node.IsStarPoint)
        {
            svg.WriteStartElement("text");
            svg.WriteAttributeString("x", Text(x + 2));
            svg.WriteAttributeString("y", Text(y - 5));
            svg.WriteString(Label(node));
            svg.WriteEndElement();
        }

        svg.WriteEndElement();
    }

    private static void WriteAppliances(XmlWriter svg, Network network, DrawnPlace[] places)
    {
        WriteAt(network.Loads.Select(load => load.Node), "load", "m-2.5 3h5l-2.5 5z");
        WriteAt(network.Generators.Select(generator => generator.Node), "generator", "m4 6a3 3 0 1 0 6 0a3 3 0 1 0 -6 0");
        WriteAt(network.Sources.Select(source => source.Node), "source", "m-14 -5h9v10h-9z");

        void WriteAt(IEnumerable<int> nodes, string kind, string shape)
        {
            foreach (var node in nodes.Distinct()) WritePath(svg, At(places[node]), kind, shape);
        }
    }

    private static void WritePath(XmlWriter svg, (double X, double Y) at, string kind, string shape)
    {
        svg.WriteStartElement("path");
        svg.WriteAttributeString("class", kind);
        svg.WriteAttributeString("d", $"M{Text(at.X)} {Text(at.Y)}{shape}");
        svg.WriteEndElement();
    }

    private static void WriteLegend(XmlWriter svg, List<double> levels, double height)
    {
        for (var i = 0; i < levels.Count; i++)
        {
            var y = height - 14 * (levels.Count - i);
            WriteCircle(svg, Margin, y - 3, 3, Colours[i % Colours.Length], Colours[i % Colours.Length]);
            svg.WriteStartElement("text");
            svg.WriteAttributeString("class", "legend");
            svg.WriteAttributeString("x", Text(Margin + 8));
            svg.WriteAttributeString("y", Text(y));
            svg.WriteString(levels[i] >= 1000 ? $"{Text(levels[i] / 1000)} kV" : $"{Text(levels[i])} V");
            svg.WriteEndElement();
        }
    }

    private static void WriteCircle(XmlWriter svg, double x, double y, double radius, string fill, string stroke)
    {
        svg.WriteStartElement("circle");
        svg.WriteAttributeString("cx", Text(x));
        svg.WriteAttributeString("cy", Text(y));
        svg.WriteAttributeString("r", Text(radius));
        svg.WriteAttributeString("fill", fill);
        svg.WriteAttributeString("stroke", stroke);
        svg.WriteEndElement();
    }

    private static void WriteBox(XmlWriter svg, double x, double y, string fill)
    {
        svg.WriteStartElement("rect");
        svg.WriteAttributeString("x", Text(x));
        svg.WriteAttributeString("y", Text(y));
        svg.WriteAttributeString("width", "6");
        svg.WriteAttributeString("height", "6");
        svg.WriteAttributeString("fill", fill);
        svg.WriteAttributeString("stroke", "#333");
        svg.WriteEndElement();
    }

    private static void WriteTitle(XmlWriter svg, string id, string name) =>
        svg.WriteElementString("title", Printable(name.Length == 0 || name == id ? id : $"{name} ({id})"));

    private static string Label(Node node)
    {
        var name = Printable(node.Name.Length == 0 ? node.Id : node.Name).Trim();
        return name.Length <= LabelLength ? name : $"{name[..(LabelLength - 1)].TrimEnd()}…";
    }

    /// <summary>A name may hold what XML may not.</summary>
    private static string Printable(string text) => string.Concat(text.Where(letter => letter >= ' ' && !char.IsSurrogate(letter) && letter < '\uFFFE'));

    private static string Colour(List<double> levels, Node node) => Colours[levels.IndexOf(node.RatedVoltageV) % Colours.Length];

    private static (double X, double Y) At(DrawnPlace place) => (Margin + ColumnWidth * place.Column, Margin + RowHeight * place.Row);

    private static string Text(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
