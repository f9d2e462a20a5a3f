using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Platone.Grid.Formats;
using Platone.Grid.Formats.Cim;

namespace Platone.Grid.Tests;

public sealed class CimHostileTests
{
    private const string Line = "<cim:ACLineSegment rdf:ID=\"l\"><cim:ACLineSegment.r>1</cim:ACLineSegment.r><cim:ACLineSegment.x>1</cim:ACLineSegment.x></cim:ACLineSegment>";

    [Theory]
    [InlineData("", "well-formed XML")]
    [InlineData("not XML", "well-formed XML")]
    [InlineData("<html/>", "expected rdf:RDF")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>", "without a DTD")]
    [InlineData("<!DOCTYPE rdf:RDF SYSTEM \"file:///etc/passwd\"><x/>", "without a DTD")]
    [InlineData("<?xml version=\"1.0\" encoding=\"no-such\"?><x/>", "well-formed XML")]
    public void What_is_not_CIM_XML_is_refused(string text, string expected) => Refused(text, expected);

    [Theory]
    [InlineData("<cim:Terminal/>", "neither rdf:ID nor rdf:about")]
    [InlineData("<cim:Terminal rdf:ID=\"\"/>", "an empty identifier")]
    [InlineData("<cim:Terminal rdf:ID=\"t\"/>", "Terminal t, Terminal.ConductingEquipment: absent")]
    [InlineData("<cim:Terminal rdf:ID=\"t\"><cim:Terminal.ConductingEquipment rdf:resource=\"#gone\"/></cim:Terminal>", "Terminal t, Terminal.ConductingEquipment: refers to gone")]
    [InlineData("<cim:Terminal rdf:ID=\"t\"><cim:Terminal.ConductingEquipment>x</cim:Terminal.ConductingEquipment></cim:Terminal>", "no rdf:resource")]
    [InlineData("<cim:Terminal rdf:ID=\"t\"/><cim:Terminal rdf:ID=\"t\"/>", "the rdf:ID of line")]
    [InlineData("<cim:BaseVoltage rdf:ID=\"v\"><cim:BaseVoltage.nominalVoltage>ten</cim:BaseVoltage.nominalVoltage></cim:BaseVoltage>", "'ten'; expected a number")]
    [InlineData("<cim:BaseVoltage rdf:ID=\"v\"><cim:BaseVoltage.nominalVoltage>NaN</cim:BaseVoltage.nominalVoltage></cim:BaseVoltage>", "'NaN'; expected a number")]
    [InlineData("<cim:BaseVoltage rdf:ID=\"v\"><cim:BaseVoltage.nominalVoltage>1e999</cim:BaseVoltage.nominalVoltage></cim:BaseVoltage>", "'1e999'; expected a number")]
    [InlineData("<cim:BaseVoltage rdf:ID=\"v\"><cim:BaseVoltage.nominalVoltage><a/></cim:BaseVoltage.nominalVoltage></cim:BaseVoltage>", "the element a inside")]
    [InlineData("<cim:Terminal rdf:ID=\"t\"><cim:ACDCTerminal.connected>maybe</cim:ACDCTerminal.connected></cim:Terminal>", "'maybe'; expected true or false")]
    [InlineData("<cim:Terminal rdf:ID=\"t\"><cim:ACDCTerminal.connected>true</cim:ACDCTerminal.connected><cim:ACDCTerminal.connected>false</cim:ACDCTerminal.connected></cim:Terminal>", "expected one value")]
    [InlineData(Line, "ACLineSegment l: 0 terminals; expected two")]
    [InlineData("<cim:PowerTransformer rdf:ID=\"t\"/>", "PowerTransformer t: 0 ends; expected 2 or 3")]
    [InlineData("words", "text between objects")]
    [InlineData("<cim:Terminal rdf:ID=\"t\">words</cim:Terminal>", "text between properties")]
    [InlineData("<dm:DifferenceModel xmlns:dm=\"x\" rdf:about=\"d\"/>", "expected a full model")]
    public void Wrong_objects_are_named(string objects, string expected) => Refused(new CimText().WithRaw(objects).ToString(), expected);

    [Fact]
    public void The_message_names_file_line_object_and_property()
    {
        var error = Refused("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:cim=\"c\">\n<cim:Terminal rdf:ID=\"_t\">\n"
            + "<cim:IdentifiedObject.name>north</cim:IdentifiedObject.name>\n<cim:Terminal.ConductingEquipment rdf:resource=\"#_gone\"/>\n</cim:Terminal></rdf:RDF>", "");

        Assert.Equal("grid.xml: line 2, Terminal t (north), Terminal.ConductingEquipment: refers to gone; "
            + "expected an object that one of the files defines (is a file of the set, or a boundary set, missing?)", error.Message);
    }

    [Fact]
    public void Two_files_may_not_give_one_identifier_to_different_things()
    {
        var files = new[] { new CimText().With("Substation", "a").ToFile("one.xml"), new CimText().With("VoltageLevel", "a").ToFile("two.xml") };

        var error = Assert.Throws<GridFormatException>(() => CimReader.Read(files));
        Assert.StartsWith("two.xml: line ", error.Message, StringComparison.Ordinal);
        Assert.Contains("the rdf:ID of a Substation in one.xml", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void References_in_a_loop_end()
    {
        var network = new CimText()
            .With("Bay", "bay", ("Bay.VoltageLevel", "#bay"))
            .With("BaseVoltage", "v", ("BaseVoltage.nominalVoltage", "10"))
            .With("ConnectivityNode", "n", ("ConnectivityNode.ConnectivityNodeContainer", "#bay"))
            .WithTerminal("t", "bus", "ConnectivityNode", "n", 1)
            .With("BusbarSection", "bus", ("Equipment.EquipmentContainer", "#bus"), ("ConductingEquipment.BaseVoltage", "#v"));

        Assert.Equal(10e3, Assert.Single(network.Read().Nodes).RatedVoltageV);
    }

    [Theory]
    [InlineData("TapChanger.highStep", "2000000000")]
    [InlineData("TapChanger.lowStep", "-2147483648")]
    [InlineData("TapChanger.normalStep", "99")]
    [InlineData("TapChanger.normalStep", "1e300")]
    [InlineData("TapChanger.lowStep", "0.5")]
    [InlineData("RatioTapChanger.stepVoltageIncrement", "-60")]
    public void Impossible_tap_changers_are_refused(string property, string value)
    {
        var steps = new Dictionary<string, string>
        {
            ["TapChanger.lowStep"] = "-2", ["TapChanger.highStep"] = "2", ["TapChanger.neutralStep"] = "0", ["TapChanger.normalStep"] = "1",
            ["RatioTapChanger.stepVoltageIncrement"] = "1", ["RatioTapChanger.TransformerEnd"] = "#e1",
        };
        steps[property] = value;

        Refused(Transformer("10").With("RatioTapChanger", "taps", [.. steps.Select(step => (step.Key, step.Value))]).ToString(), "taps");
    }

    [Fact]
    public void A_transformer_without_impedance_is_refused() => Refused(Transformer("0").ToString(), "no series impedance");

    [Fact]
    public void A_value_without_end_is_refused() =>
        Refused(new CimText().WithRaw($"<cim:BaseVoltage rdf:ID=\"v\"><cim:BaseVoltage.nominalVoltage>{new string('1', 100_000)}</cim:BaseVoltage.nominalVoltage></cim:BaseVoltage>").ToString(),
            "more than 65536 characters");

    [Theory]
    [InlineData("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><!--")]
    [InlineData("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" a=\"")]
    [InlineData("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><")]
    [InlineData("")]
    public void A_gigabyte_without_a_tag_ends_after_a_megabyte(string opening)
    {
        var stream = new EndlessStream(opening);

        Assert.Throws<GridFormatException>(() => CimReader.Read([new("endless.xml", () => stream)]));
        Assert.True(stream.Position < 4 << 20, $"{stream.Position} bytes were read");
    }

    [Fact]
    public void Nesting_without_end_is_refused() => Refused(new CimText().WithRaw(string.Concat(Enumerable.Repeat("<a>", 100_000))).ToString(), "nested more than 64 deep");

    [Fact]
    public void Element_names_without_end_are_refused() =>
        Refused(new CimText().WithRaw(string.Concat(Enumerable.Range(0, 110_000).Select(i => $"<a{i}/>"))).ToString(), "different names");

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        var text = Transformer("10").ToString();
        for (var length = 0; length < text.TrimEnd().Length; length += 7) Refused(text[..length], "");
    }

    /// <summary>Whatever is changed in a file, it is read or refused with one kind of error.</summary>
    [Fact]
    public void Random_damage_is_read_or_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(Transformer("10").ToString());
        var damage = Gen.Choose(0, bytes.Length - 1).Zip(Gen.Choose(0, 255)).ArrayOf(3).ToArbitrary();

        Prop.ForAll(damage, changes =>
        {
            var damaged = (byte[])bytes.Clone();
            foreach (var (place, value) in changes) damaged[place] = (byte)value;
            ReadOrRefuse(damaged);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20251127, 1));
    }

    private static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            CimReader.Read([new("damaged.xml", () => new MemoryStream(bytes))]);
        }
        catch (GridFormatException)
        {
            // Refused, as it should be.
        }
    }

    private static GridFormatException Refused(string text, string expected)
    {
        var error = Assert.Throws<GridFormatException>(() => CimReader.Read([CimText.FileOf(text)]));
        Assert.StartsWith("grid.xml: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        return error;
    }

    private static CimText Transformer(string x) => new CimText()
        .WithNode("a", 100)
        .WithNode("b", 10)
        .WithEquipment("PowerTransformer", "t", ["a", "b"])
        .With("PowerTransformerEnd", "e1", ("PowerTransformerEnd.PowerTransformer", "#t"), ("TransformerEnd.Terminal", "#t-1"), ("TransformerEnd.endNumber", "1"),
            ("PowerTransformerEnd.ratedU", "100"), ("PowerTransformerEnd.x", x))
        .With("PowerTransformerEnd", "e2", ("PowerTransformerEnd.PowerTransformer", "#t"), ("TransformerEnd.Terminal", "#t-2"), ("TransformerEnd.endNumber", "2"),
            ("PowerTransformerEnd.ratedU", "10"));

    /// <summary>An opening, and then the letter a for a gigabyte.</summary>
    private sealed class EndlessStream(string opening) : Stream
    {
        private readonly byte[] _opening = Encoding.UTF8.GetBytes(opening);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Position >= 1 << 30) return 0;

            var target = buffer.AsSpan(offset, count);
            target.Fill((byte)'a');
            if (Position < _opening.Length) _opening.AsSpan((int)Position).CopyTo(target);
            Position += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
