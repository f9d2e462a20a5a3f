using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Platone.Grid.Formats;
using Platone.Grid.Formats.Cim;

namespace Platone.Grid.Tests;

public sealed class CimHostileTests
{
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
    [InlineData("<cim:Terminal rdf:ID=\"t\"/><cim:Terminal rdf:ID=\"t\"/>", "the rdf:ID of line")]
    [InlineData("<cim:Terminal rdf:ID=\"t\">words</cim:Terminal>", "text between properties")]
    [InlineData("<cim:Terminal rdf:ID=\"t\"/>", "Terminal t, Terminal.ConductingEquipment: absent")]
    [InlineData("<cim:PowerTransformer rdf:ID=\"t\"/>", "PowerTransformer t: 0 ends; expected 2 or 3")]
    [InlineData("words", "text between objects")]
    [InlineData("<dm:DifferenceModel xmlns:dm=\"x\" rdf:about=\"d\"/>", "expected a full model")]
    public void Wrong_objects_are_named(string objects, string expected) => Refused(new CimText().WithRaw(objects).ToString(), expected);

    [Theory]
    [InlineData("Terminal", "Terminal.ConductingEquipment", "#gone", "Terminal t, Terminal.ConductingEquipment: refers to gone")]
    [InlineData("Terminal", "Terminal.ConductingEquipment", "x", "no rdf:resource")]
    [InlineData("Terminal", "ACDCTerminal.connected", "maybe", "'maybe'; expected true or false")]
    [InlineData("BaseVoltage", "BaseVoltage.nominalVoltage", "ten", "'ten'; expected a number")]
    [InlineData("BaseVoltage", "BaseVoltage.nominalVoltage", "1,5", "'1,5'; expected a number")]
    [InlineData("BaseVoltage", "BaseVoltage.nominalVoltage", "NaN", "'NaN'; expected a number")]
    [InlineData("BaseVoltage", "BaseVoltage.nominalVoltage", "1e999", "'1e999'; expected a number")]
    [InlineData("BaseVoltage", "BaseVoltage.nominalVoltage", "<a/>", "the element a inside")]
    [InlineData("ACLineSegment", "ACLineSegment.r", "-1", "ACLineSegment.x: absent; expected a number")]
    public void Wrong_properties_are_named(string className, string property, string value, string expected) =>
        Refused(new CimText().With(className, "t", (property, value)).ToString(), expected);

    [Fact]
    public void Two_values_for_one_property_are_refused() =>
        Refused(new CimText().With("Terminal", "t", ("Terminal.connected", "true"), ("ACDCTerminal.connected", "false")).ToString(), "expected one value");

    [Fact]
    public void The_message_names_file_line_object_and_property()
    {
        var error = Refused("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:cim=\"c\">\n<cim:Terminal rdf:ID=\"_t\">\n"
            + "<cim:IdentifiedObject.name>north</cim:IdentifiedObject.name>\n"
            + "<cim:Terminal.ConductingEquipment rdf:resource=\"#_gone\"/>\n</cim:Terminal></rdf:RDF>", "");

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
        Refused(new CimText().With("BaseVoltage", "v", ("BaseVoltage.nominalVoltage", new string('1', 100_000))).ToString(), "more than 65536 characters");

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
    public void Nesting_without_end_is_refused() =>
        Refused(new CimText().WithRaw(string.Concat(Enumerable.Repeat("<a>", 100_000))).ToString(), "nested more than 64 deep");

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

    /// <summary>Objects of a wrong class, of no class, and in circles: whatever a reference names, the model is read or refused.</summary>
    [Fact]
    public void References_to_anything_are_read_or_refused()
    {
        var parts = Everything().ToString().Split("rdf:resource=\"#");
        var names = parts.Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)]).Distinct().ToArray();
        var changes = Gen.Choose(1, parts.Length - 1).Zip(Gen.Elements(names)).ArrayOf(2).ToArbitrary();

        Prop.ForAll(changes, changed =>
        {
            var damaged = (string[])parts.Clone();
            foreach (var (place, name) in changed) damaged[place] = name + damaged[place][damaged[place].IndexOf('"', StringComparison.Ordinal)..];
            ReadOrRefuse(Encoding.UTF8.GetBytes(string.Join("rdf:resource=\"#", damaged)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithReplay(20251127, 1));
    }

    [Fact]
    public void The_model_with_everything_is_read()
    {
        var network = Everything().Read();

        Assert.Equal((4, 1, 1, 4), (network.Nodes.Count, network.Lines.Count, network.Links.Count, network.Transformers.Count));
        Assert.Equal((1, 1, 2, 2), (network.Sources.Count, network.Generators.Count, network.Shunts.Count, network.Loads.Count));
    }

    [Fact]
    public void Numbers_that_no_network_has_are_refused_and_limits_that_nobody_reaches_are_none()
    {
        Refused(Transformer("1e31").ToString(), "PowerTransformerEnd.x: 1E+31; expected at most 1E+30");

        var unlimited = Everything().Of("SynchronousMachine", "g", ("SynchronousMachine.maxQ", "1.7976931348623157E308")).Read();
        Assert.Equal(double.PositiveInfinity, Assert.Single(unlimited.Generators).MaximumReactivePowerVar);
    }

    [Fact]
    public void Equipment_that_is_not_read_may_stand_at_nodes()
    {
        var network = new CimText().WithNode("a", 10).WithEquipment("PetersenCoil", "coil", ["a"]).Read();

        Assert.Single(network.Nodes);
        Assert.Equal(["Objects of the class PetersenCoil are left out."], network.LeftOut);
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
        .With("PowerTransformerEnd", "e1", ("PowerTransformerEnd.PowerTransformer", "#t"), ("TransformerEnd.Terminal", "#t-1"),
            ("TransformerEnd.endNumber", "1"), ("PowerTransformerEnd.ratedU", "100"), ("PowerTransformerEnd.x", x))
        .With("PowerTransformerEnd", "e2", ("PowerTransformerEnd.PowerTransformer", "#t"), ("TransformerEnd.Terminal", "#t-2"),
            ("TransformerEnd.endNumber", "2"), ("PowerTransformerEnd.ratedU", "10"));

    private static CimText Everything() => Transformer("10")
        .WithNode("c", 5)
        .WithEquipment("PowerTransformer", "t3", ["a", "b", "c"])
        .With("PowerTransformerEnd", "f1", ("PowerTransformerEnd.PowerTransformer", "#t3"), ("TransformerEnd.Terminal", "#t3-1"),
            ("TransformerEnd.endNumber", "1"),
            ("PowerTransformerEnd.ratedU", "100"), ("PowerTransformerEnd.x", "10"), ("TransformerEnd.BaseVoltage", "#a-base"))
        .With("PowerTransformerEnd", "f2", ("PowerTransformerEnd.PowerTransformer", "#t3"), ("TransformerEnd.Terminal", "#t3-2"),
            ("TransformerEnd.endNumber", "2"),
            ("PowerTransformerEnd.ratedU", "10"), ("PowerTransformerEnd.x", "1"))
        .With("PowerTransformerEnd", "f3", ("PowerTransformerEnd.PowerTransformer", "#t3"), ("TransformerEnd.Terminal", "#t3-3"),
            ("TransformerEnd.endNumber", "3"),
            ("PowerTransformerEnd.ratedU", "5"), ("PowerTransformerEnd.x", "1"))
        .With("PhaseTapChangerSymmetrical", "phase", ("PhaseTapChanger.TransformerEnd", "#f1"), ("TapChanger.lowStep", "-1"),
            ("TapChanger.highStep", "1"),
            ("TapChanger.neutralStep", "0"), ("TapChanger.normalStep", "1"), ("PhaseTapChangerNonLinear.voltageStepIncrement", "1"))
        .With("RatioTapChanger", "ratio", ("RatioTapChanger.TransformerEnd", "#e2"), ("RatioTapChanger.RatioTapChangerTable", "#table"),
            ("TapChanger.normalStep", "0"))
        .With("RatioTapChangerTable", "table")
        .With("RatioTapChangerTablePoint", "point", ("RatioTapChangerTablePoint.RatioTapChangerTable", "#table"), ("TapChangerTablePoint.step", "0"))
        .With("SvTapStep", "step", ("SvTapStep.TapChanger", "#phase"), ("SvTapStep.position", "0"))
        .WithEquipment("ACLineSegment", "l", ["a", "a"], ("ACLineSegment.r", "1"), ("ACLineSegment.x", "1"),
            ("ConductingEquipment.BaseVoltage", "#a-base"))
        .WithEquipment("Breaker", "s", ["b", "c"], ("Switch.open", "true"))
        .With("SvSwitch", "switched", ("SvSwitch.Switch", "#s"), ("SvSwitch.open", "true"))
        .With("OperationalLimitType", "patl", ("OperationalLimitType.kind", "#LimitKind.patl"))
        .With("OperationalLimitSet", "set", ("OperationalLimitSet.Terminal", "#l-1"))
        .With("CurrentLimit", "limit", ("OperationalLimit.OperationalLimitSet", "#set"), ("OperationalLimit.OperationalLimitType", "#patl"),
            ("CurrentLimit.value", "1"))
        .WithEquipment("LinearShuntCompensator", "linear", ["b"], ("LinearShuntCompensator.bPerSection", "0.001"), ("ShuntCompensator.sections", "1"))
        .WithEquipment("NonlinearShuntCompensator", "curved", ["b"], ("ShuntCompensator.sections", "1"))
        .With("NonlinearShuntCompensatorPoint", "bend", ("NonlinearShuntCompensatorPoint.NonlinearShuntCompensator", "#curved"),
            ("NonlinearShuntCompensatorPoint.sectionNumber", "1"), ("NonlinearShuntCompensatorPoint.b", "0.01"))
        .WithEquipment("ConformLoad", "load", ["c"], ("EnergyConsumer.p", "1"), ("EnergyConsumer.q", "1"),
            ("EnergyConsumer.LoadResponse", "#response"))
        .With("LoadResponseCharacteristic", "response", ("LoadResponseCharacteristic.pConstantCurrent", "1"))
        .WithEquipment("EquivalentInjection", "injection", ["a"])
        .With("SvPowerFlow", "flow", ("SvPowerFlow.Terminal", "#injection-1"), ("SvPowerFlow.p", "2"), ("SvPowerFlow.q", "-1"))
        .With("SvStatus", "status", ("SvStatus.ConductingEquipment", "#injection"), ("SvStatus.inService", "true"))
        .WithEquipment("ExternalNetworkInjection", "feeder", ["a"])
        .WithEquipment("SynchronousMachine", "g", ["b"], ("RotatingMachine.p", "-4"), ("RotatingMachine.q", "0"),
            ("RegulatingCondEq.controlEnabled", "true"),
            ("RegulatingCondEq.RegulatingControl", "#control"), ("RotatingMachine.GeneratingUnit", "#unit"))
        .With("GeneratingUnit", "unit", ("GeneratingUnit.initialP", "3"))
        .With("RegulatingControl", "control", ("RegulatingControl.mode", "#RegulatingControlModeKind.voltage"), ("RegulatingControl.enabled", "true"),
            ("RegulatingControl.Terminal", "#load-1"), ("RegulatingControl.targetValue", "5"),
            ("RegulatingControl.targetValueUnitMultiplier", "#UnitMultiplier.k"))
        .With("SvVoltage", "v", ("SvVoltage.TopologicalNode", "#a"), ("SvVoltage.v", "101"), ("SvVoltage.angle", "3"))
        .With("TopologicalIsland", "island", ("TopologicalIsland.AngleRefTopologicalNode", "#a"));

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
