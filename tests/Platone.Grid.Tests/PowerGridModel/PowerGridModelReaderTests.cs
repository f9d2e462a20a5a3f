using System.Numerics;
using Platone.Grid.Formats;
using Platone.Grid.Formats.PowerGridModel;
using static Platone.Grid.Tests.PowerGridModel.PowerGridModelText;

namespace Platone.Grid.Tests.PowerGridModel;

public sealed class PowerGridModelReaderTests
{
    private const string Branch = "\"from_node\": 1, \"to_node\": 2, \"from_status\": 1, \"to_status\": 1";
    private const string Nameplate = "\"u1\": 10000, \"u2\": 400, \"sn\": 100000, \"uk\": 0.05, \"pk\": 3000, \"i0\": 0.01, \"p0\": 600, " +
        "\"winding_from\": 2, \"winding_to\": 1, \"clock\": 5, \"tap_min\": -2, \"tap_max\": 2";

    [Fact]
    public void Lists_in_the_order_of_attributes_are_read_like_objects()
    {
        var input = Input(
            """ "node": [[1, 10500], {"u_rated": 400, "id": 2, "extra": "Town"}], "source": [[3, 1, 1, 1.05, null], [4, 1, 0, 1.0, "inf"]] """,
            """{"node": ["id", "u_rated"], "source": ["id", "node", "status", "u_ref", "sk"]}""");

        Assert.Equal([10500, 400], input.Network.Nodes.Select(static node => node.RatedVoltageV));
        Assert.Equal("Town", input.Network.Nodes[1].Name);
        Assert.Equal(1.05 * 10500, input.Network.Sources[0].VoltageV);
        Assert.Equal(default, input.Network.Sources[1].PositiveSequenceOhm);
        Assert.Equal(new PowerGridModelComponent(ComponentKind.Source, 1), input.Components[4]);
    }

    [Fact]
    public void A_source_without_short_circuit_power_has_ten_gigavoltamperes_at_a_tenth()
    {
        var source = Input(TwoNodes).Network.Sources[0];

        // 10 kV squared by 10 GVA are 10 milliohms.
        Assert.Equal(0.01, source.PositiveSequenceOhm.Magnitude, 1e-12);
        Assert.Equal(0.1, source.PositiveSequenceOhm.Real / source.PositiveSequenceOhm.Imaginary, 1e-12);
        Assert.Equal(source.PositiveSequenceOhm, source.ZeroSequenceOhm);
    }

    [Fact]
    public void A_lines_capacitance_and_loss_factor_become_its_charging()
    {
        var line = Input($$"""{{TwoNodes}}, "line": [{"id": 9, {{Branch}}, "r1": 0.3, "x1": 0.4, "c1": 1e-5, "tan1": 0.1, "i_n": 200}]""").Network.Lines[0];

        Assert.Equal(new Complex(0.3, 0.4), line.PositiveSequence.SeriesOhm);
        Assert.Equal(2 * Math.PI * 50 * 1e-5 / 2, line.PositiveSequence.FromShuntSiemens.Imaginary, 1e-15);
        Assert.Equal(0.1, line.PositiveSequence.ToShuntSiemens.Real / line.PositiveSequence.ToShuntSiemens.Imaginary, 1e-12);
        Assert.Null(line.ZeroSequence);
        Assert.Equal(200, line.RatedCurrentA);
    }

    [Fact]
    public void A_transformers_nameplate_becomes_ohms_of_its_to_side()
    {
        var transformer = Transformer(Nameplate, """ "tap_side": 0, "tap_size": 250, "tap_pos": 1 """);

        // 400 V squared by 100 kVA are 1.6 ohms: 5 % are 80 milliohms, 3 kW of 100 kVA are 48 of resistance, which leave 64.
        Assert.Equal(0.048, transformer.PositiveSequence.SeriesOhm.Real, 1e-12);
        Assert.Equal(0.064, transformer.PositiveSequence.SeriesOhm.Imaginary, 1e-12);
        // 1 % of 100 kVA are 1 kVA, with 600 W therefore 800 var.
        Assert.Equal(600, 2 * transformer.PositiveSequence.FromShuntSiemens.Real * 160_000, 1e-9);
        Assert.Equal(-800, 2 * transformer.PositiveSequence.FromShuntSiemens.Imaginary * 160_000, 1e-9);
        Assert.Equal(150, transformer.PhaseShiftRad * 180 / Math.PI, 1e-9);
        Assert.Equal(1.025, transformer.TapChangers[0].Step.Ratio, 1e-12);
        Assert.Equal(-2, transformer.TapChangers[0].LowestPosition);
    }

    [Fact]
    public void A_tap_of_the_to_winding_has_the_reciprocal_ratio_and_changes_the_ohms()
    {
        var transformer = Transformer(Nameplate, """ "tap_side": 1, "tap_size": 10, "tap_pos": 2 """);
        var step = transformer.TapChangers[0].Step;

        Assert.Equal(400.0 / 420, step.Ratio, 1e-12);
        Assert.Equal(1.05 * 1.05, step.ResistanceFactor, 1e-12);
        Assert.Equal(1.05 * 1.05, step.ReactanceFactor, 1e-12);
        Assert.Equal(1 / (1.05 * 1.05), step.SusceptanceFactor, 1e-12);
    }

    [Fact]
    public void A_reversed_tap_range_lowers_the_voltage_with_the_position_and_impedances_follow_their_ends()
    {
        var nameplate = Nameplate.Replace("\"tap_min\": -2, \"tap_max\": 2",
            "\"tap_min\": 2, \"tap_max\": -2, \"uk_min\": 0.06, \"uk_max\": 0.05, \"pk_min\": 3600", StringComparison.Ordinal);
        var transformer = Transformer(nameplate, """ "tap_side": 0, "tap_size": 250, "tap_pos": 1 """);
        var step = transformer.TapChangers[0].Step;

        Assert.Equal(0.975, step.Ratio, 1e-12);
        // Half way to the minimum tap: 5.5 % and 3.3 kW, so 4.4 % of reactance for 4.
        Assert.Equal(1.1, step.ResistanceFactor, 1e-12);
        Assert.Equal(1.1, step.ReactanceFactor, 1e-12);
    }

    [Fact]
    public void A_position_outside_the_range_is_its_end_and_said()
    {
        var network = Input($$"""{{TwoLevels}}, "transformer": [{"id": 9, {{Branch}}, {{Nameplate}}, "tap_side": 0, "tap_size": 250, "tap_pos": 7}]""").Network;

        Assert.Equal(2, network.Transformers[0].TapChangers[0].Position);
        Assert.Contains("tap_pos", Assert.Single(network.LeftOut), StringComparison.Ordinal);
    }

    [Fact]
    public void A_neutral_conductor_is_eliminated()
    {
        var line = Input($$"""
            {{TwoNodes}}, "asym_line": [{"id": 9, {{Branch}}, "c0": 2e-6, "c1": 5e-6, {{Matrix("r", 0.5, 0.1, 0.4, 0.2)}}, {{Matrix("x", 0, 0, 0, 0)}}}]
            """).Network.Lines[0];

        // 0.5 - 0.2² / 0.4 and 0.1 - 0.2² / 0.4.
        Assert.Equal(0.4, line.Phases!.SeriesOhm[0].Real, 1e-12);
        Assert.Equal(0, line.Phases.SeriesOhm[1].Magnitude, 1e-12);
        Assert.Equal(0.4, line.PositiveSequence.SeriesOhm.Real, 1e-12);
        Assert.Equal(2 * Math.PI * 50 * 5e-6 / 2, line.PositiveSequence.FromShuntSiemens.Imaginary, 1e-15);
        Assert.Equal(2 * Math.PI * 50 * 2e-6 / 2, line.ZeroSequence!.Value.FromShuntSiemens.Imaginary, 1e-15);
        Assert.Equal(2 * Math.PI * 50 * 4e-6, line.Phases.TotalShuntSiemens[0].Imaginary, 1e-15);
        Assert.Equal(-2 * Math.PI * 50 * 1e-6, line.Phases.TotalShuntSiemens[1].Imaginary, 1e-15);
    }

    [Fact]
    public void Loads_follow_the_voltage_by_their_type_and_stand_in_phases_or_together()
    {
        var network = Input($$"""
            {{TwoNodes}}, "sym_load": [{"id": 5, "node": 2, "status": 1, "type": 2, "p_specified": 300, "q_specified": 30}],
            "asym_gen": [{"id": 6, "node": 2, "status": 0, "type": 1, "p_specified": [1, 2, 3], "q_specified": [4, null, 6]}]
            """).Network;

        Assert.Equal(ZipPower.OfCurrent(new(300, 30)), network.Loads[0].Power);
        Assert.Equal(new PhasePower(new(1, 4), new(2, 0), new(3, 6)), network.Generators[0].Power.Impedance);
        Assert.False(network.Generators[0].IsConnected);
        Assert.Contains("do not specify", Assert.Single(network.LeftOut), StringComparison.Ordinal);
    }

    [Fact]
    public void A_voltage_regulator_gives_its_generator_a_target()
    {
        var generator = Input($$"""
            {{TwoNodes}}, "sym_gen": [{"id": 5, "node": 2, "status": 1, "type": 0, "p_specified": 300, "q_specified": 0}],
            "voltage_regulator": [{"id": 6, "regulated_object": 5, "status": 1, "u_ref": 1.02, "q_min": -50, "q_max": 60}]
            """).Network.Generators[0];

        Assert.Equal(new VoltageTarget(1, 10200), generator.Target);
        Assert.Equal(-50, generator.MinimumReactivePowerVar);
        Assert.Equal(60, generator.MaximumReactivePowerVar);
    }

    [Fact]
    public void Sensors_become_measurements_at_terminals()
    {
        var measurements = Input($$"""
            {{TwoNodes}}, "line": [{"id": 9, {{Branch}}, "r1": 0.3, "x1": 0.4, "c1": 0, "tan1": 0}],
            "sym_voltage_sensor": [{"id": 20, "measured_object": 2, "u_measured": 10100, "u_sigma": 100}],
            "asym_power_sensor": [{"id": 21, "measured_object": 9, "measured_terminal_type": 1, "power_sigma": "inf",
                "p_measured": [1, 2, 3], "q_measured": [4, 5, 6]}],
            "sym_current_sensor": [{"id": 22, "measured_object": 9, "measured_terminal_type": 0, "angle_measurement_type": 1,
                "i_measured": 7, "i_angle_measured": -0.5, "i_sigma": 0.1, "i_angle_sigma": 0.2}],
            "sym_power_sensor": [{"id": 23, "measured_object": 2, "measured_terminal_type": 9, "p_measured": 8, "q_measured": 9,
                "p_sigma": 0.3, "q_sigma": 0.4}]
            """).Measurements;

        Assert.Equal(new VoltageSensor("20", "", 1, MeasuredValue.Balanced(10100), MeasuredValue.Missing, 100), measurements.Voltages[0]);
        Assert.Equal(new Terminal(TerminalKind.LineTo, 0), measurements.Powers[1].Terminal);
        Assert.Equal(MeasuredValue.PerPhase(4, 5, 6), measurements.Powers[1].ReactiveVar);
        Assert.Equal(double.PositiveInfinity, measurements.Powers[1].ApparentSigmaVA);
        Assert.Equal(new Terminal(TerminalKind.Node, 1), measurements.Powers[0].Terminal);
        Assert.Equal(MeasuredValue.Balanced(0.4), measurements.Powers[0].ReactiveSigmaVar);
        Assert.Equal(AngleReference.Global, measurements.Currents[0].Reference);
        Assert.Equal(new Terminal(TerminalKind.LineFrom, 0), measurements.Currents[0].Terminal);
    }

    [Fact]
    public void What_the_format_does_not_know_is_said_once()
    {
        var network = Input($$"""
            {{TwoNodes}}, "windmill": [{"id": 7}], "shunt": [{"id": 8, "node": 1, "status": 1, "g1": 0, "b1": 1, "colour": {"red": [1]} }]
            """).Network;

        Assert.Equal(2, network.LeftOut.Count);
        Assert.Contains("windmill", network.LeftOut[0] + network.LeftOut[1], StringComparison.Ordinal);
        Assert.Contains("shunt.colour", network.LeftOut[0] + network.LeftOut[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_shared_case_is_read_with_its_updates()
    {
        foreach (var file in Directory.EnumerateFiles(SharedData.Path("pgm"), "input.json", SearchOption.AllDirectories))
        {
            using var stream = File.OpenRead(file);
            var input = PowerGridModelReader.ReadInput(stream, file);
            Assert.NotEmpty(input.Network.Nodes);

            var updateFile = Path.Combine(Path.GetDirectoryName(file)!, "update_batch.json");
            if (!File.Exists(updateFile)) continue;

            using var updateStream = File.OpenRead(updateFile);
            var update = PowerGridModelReader.ReadUpdate(updateStream, updateFile);
            for (var scenario = 0; scenario < update.Count; scenario++) Assert.NotSame(input, update.Apply(scenario, input));
        }
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { """ "node": [] """, "no node" },
        { """ "node": [{"id": 1}] """, "node 1, u_rated: nothing, expected a finite number" },
        { """ "node": [{"id": 1, "u_rated": 0}] """, "node 1, u_rated: 0, expected a number above 0" },
        { """ "node": [{"id": 1, "u_rated": "inf"}] """, "node 1, u_rated" },
        { """ "node": [{"id": 1, "u_rated": 1e999}] """, "node 1, u_rated" },
        { """ "node": [{"id": 1, "u_rated": "tall"}] """, "'tall', expected a number" },
        { """ "node": [{"id": 1, "u_rated": 1, "u_rated": 2}] """, "given twice" },
        { """ "node": [{"u_rated": 1}] """, "node in row 1, id: nothing" },
        { """ "node": [{"id": 1.5, "u_rated": 1}] """, "1.5, expected a whole number" },
        { """ "node": [{"id": 1, "u_rated": 1}, {"id": 1, "u_rated": 1}] """, "1 again" },
        { """ "node": [[1, 2]] """, "attributes section does not name this kind" },
        { """ "node": 7 """, "data, node: 7, expected a list" },
        { $$""" {{TwoNodes}}, "node": [] """, "data, node: given twice" },
        { $$""" {{TwoNodes}}, "link": [{"id": 9, "from_node": 1, "to_node": 77, "from_status": 1, "to_status": 1}] """,
            "link 9, to_node: 77, which is no component" },
        { $$""" {{TwoNodes}}, "link": [{"id": 9, "from_node": 1, "to_node": 3, "from_status": 1, "to_status": 1}] """, "to_node: 3, which is no component" },
        { $$""" {{TwoNodes}}, "link": [{"id": 9, "from_node": 1, "to_node": 1, "from_status": 1, "to_status": 1}] """, "expected another" },
        { $$""" {{TwoNodes}}, "link": [{"id": 9, "from_node": 1, "to_node": 2, "from_status": 2, "to_status": 1}] """, "from_status: 2" },
        { $$""" {{TwoNodes}}, "line": [{"id": 9, {{Branch}}, "r1": 0, "x1": 0, "c1": 0, "tan1": 0}] """, "line 9, r1, x1: 0 both" },
        { $$""" {{TwoLevels}}, "line": [{"id": 9, {{Branch}}, "r1": 1, "x1": 0, "c1": 0, "tan1": 0}] """, "nodes of one rated voltage" },
        { $$""" {{TwoLevels}}, "transformer": [{"id": 9, {{Branch}}, {{Nameplate}}, "tap_side": 0, "tap_size": 6000}] """, "tap_size: 6000 V" },
        { $$""" {{TwoLevels}}, "transformer": [{"id": 9, {{Branch}}, {{EvenClock}}, "tap_side": 0, "tap_size": 1}] """,
            "clock: 6, expected an odd number" },
        { $$""" {{TwoNodes}}, "asym_line": [{"id": 9, {{Branch}}, "c0": 0, "c1": 0, {{Matrix("r", 1, 1, 1, 0.5)}}, {{Matrix("x", 0, 0, 0, 0)}}}] """,
            "singular" },
        { $$""" {{TwoNodes}}, "sym_load": [{"id": 9, "node": 1, "status": 1, "type": 300, "p_specified": 1, "q_specified": 1}] """, "type: 300" },
        { $$""" {{TwoNodes}}, "asym_load": [{"id": 9, "node": 1, "status": 1, "type": 0, "p_specified": [1, 2], "q_specified": [1, 2, 3]}] """,
            "three numbers" },
        { $$""" {{TwoNodes}}, "asym_load": [{"id": 9, "node": 1, "status": 1, "type": 0, "p_specified": 1, "q_specified": [1, 2, 3]}] """,
            "a list of three numbers" },
        { $$""" {{TwoNodes}}, "sym_voltage_sensor": [{"id": 9, "measured_object": 1, "u_measured": 1, "u_sigma": 0}] """,
            "u_sigma: 0, expected a number above 0" },
        { $$""" {{TwoNodes}}, "sym_power_sensor": [{"id": 9, "measured_object": 1, "measured_terminal_type": 2}] """,
            "measured_terminal_type: 2, expected one that a node has" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_dataset_is_refused_with_its_place(string data, string expected) =>
        Assert.Contains(expected, Assert.Throws<GridFormatException>(() => Input(data)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"version": "2.0", "type": "input", "is_batch": false, "data": {}}""", "version: '2.0'")]
    [InlineData("""{"type": "input", "is_batch": false, "data": {}}""", "version: missing")]
    [InlineData("""{"version": "1.0", "type": "update", "is_batch": false, "data": {}}""", "type: 'update', expected 'input'")]
    [InlineData("""{"version": "1.0", "type": "input", "is_batch": true, "data": {}}""", "is_batch: true, but data is one dataset")]
    [InlineData("""{"version": "1.0", "type": "input", "is_batch": false}""", "data: missing")]
    [InlineData("""{"version": "1.0", "type": "input", "is_batch": true, "data": [{}, {}]}""", "2 scenarios")]
    [InlineData("""{"version": "1.0", "data": {}, "attributes": {}}""", "after data")]
    [InlineData("""{"version": "1.0"} x""", "line 1: not valid JSON")]
    [InlineData("[]", "an array, expected an object")]
    [InlineData("\"\\ud800\"", "")]
    public void What_is_no_input_dataset_is_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<GridFormatException>(() => ReadInput(text)).Message, StringComparison.Ordinal);

    private const string TwoLevels = """
        "node": [{"id": 1, "u_rated": 10000}, {"id": 2, "u_rated": 400}], "source": [{"id": 3, "node": 1, "status": 1, "u_ref": 1.0}]
        """;

    private static string EvenClock => Nameplate.Replace("\"clock\": 5", "\"clock\": 6", StringComparison.Ordinal);

    private static Transformer Transformer(string nameplate, string taps) =>
        Input($$"""{{TwoLevels}}, "transformer": [{"id": 9, {{Branch}}, {{nameplate}}, {{taps}}}]""").Network.Transformers[0];

    private static string Matrix(string letter, double self, double mutual, double neutral, double toNeutral) =>
        FormattableString.Invariant($"\"{letter}_aa\": {self}, \"{letter}_bb\": {self}, \"{letter}_cc\": {self}, ") +
        FormattableString.Invariant($"\"{letter}_ba\": {mutual}, \"{letter}_ca\": {mutual}, \"{letter}_cb\": {mutual}, ") +
        FormattableString.Invariant($"\"{letter}_na\": {toNeutral}, \"{letter}_nb\": {toNeutral}, \"{letter}_nc\": {toNeutral}, \"{letter}_nn\": {neutral}");
}
