using System.Numerics;
using Platone.Grid.Formats.Cim;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Tests;

public sealed class CimReaderTests
{
    [Fact]
    public void A_feeder_a_line_and_a_load_become_a_source_a_line_and_a_load()
    {
        var network = TwoNodes().Read();

        Assert.Equal(["a", "b"], network.Nodes.Select(node => node.Id));
        Assert.All(network.Nodes, node => Assert.Equal(20e3, node.RatedVoltageV));
        var source = Assert.Single(network.Sources);
        Assert.Equal((0, 20e3, 0.0), (source.Node, source.VoltageV, source.AngleRad));
        var line = Assert.Single(network.Lines);
        Assert.Equal((0, 1, true, true), (line.From, line.To, line.FromClosed, line.ToClosed));
        Assert.Equal(PiCircuit.Of(new(1, 2), new(0, 1e-4)), line.PositiveSequence);
        Assert.Equal(PiCircuit.Of(new(3, 6), 0), line.ZeroSequence);
        Assert.Equal(new Complex(3e6, 1e6), Assert.Single(network.Loads).Power.Power.Total);
        Assert.Empty(network.Generators);
    }

    [Fact]
    public void Its_power_flow_is_what_the_line_drops()
    {
        var result = SymmetricPowerFlow.Solve(TwoNodes(charging: 0).Read());

        // v = 1 - z conj(s / v), per unit of 20 kV and 1 MVA, by fixed-point iteration.
        Complex v = 1, z = new Complex(1, 2) / 400, s = new(3, 1);
        for (var i = 0; i < 100; i++) v = 1 - z * Complex.Conjugate(s / v);
        Assert.True((result.NodeVoltagesPu[1] - v).Magnitude < 1e-9, $"{result.NodeVoltagesPu[1]}, expected {v}");
    }

    [Fact]
    public void The_order_of_files_does_not_matter_and_later_profiles_describe_what_others_define()
    {
        var equipment = TwoNodesWithoutPower().ToFile("eq.xml");
        var hypothesis = new CimText().Of("EnergyConsumer", "_load", ("EnergyConsumer.p", "3"), ("EnergyConsumer.q", "1")).ToFile("ssh.xml");

        foreach (var files in new[] { new[] { equipment, hypothesis }, [hypothesis, equipment] })
            Assert.Equal(new Complex(3e6, 1e6), Assert.Single(CimReader.Read(files).Loads).Power.Power.Total);
    }

    [Fact]
    public void A_solved_power_stands_in_for_one_that_nobody_supposed()
    {
        var network = TwoNodesWithoutPower()
            .With("SvPowerFlow", "flow", ("SvPowerFlow.Terminal", "#_load-1"), ("SvPowerFlow.p", "2"), ("SvPowerFlow.q", "-1")).Read();

        Assert.Equal(new Complex(2e6, -1e6), Assert.Single(network.Loads).Power.Power.Total);
    }

    [Fact]
    public void A_load_without_any_power_is_told()
    {
        var leftOut = TwoNodesWithoutPower().Read().LeftOut;

        Assert.Contains(leftOut, sentence => sentence.StartsWith("No power is given for each EnergyConsumer", StringComparison.Ordinal));
    }

    [Fact]
    public void Solved_voltages_are_given_with_the_nodes_and_hold_the_source()
    {
        var network = TwoNodes().With("SvVoltage", "v", ("SvVoltage.TopologicalNode", "#a"), ("SvVoltage.v", "21"), ("SvVoltage.angle", "30")).Read();

        Assert.Equal(1.05, network.Nodes[0].GivenVoltage!.Value.Pu, 12);
        Assert.Equal(Math.PI / 6, network.Nodes[0].GivenVoltage!.Value.AngleRad, 12);
        Assert.Null(network.Nodes[1].GivenVoltage);
        Assert.Equal(21e3, network.Sources[0].VoltageV, 6);
        Assert.Equal(Math.PI / 6, network.Sources[0].AngleRad, 12);
    }

    [Fact]
    public void A_terminal_that_is_not_connected_and_equipment_out_of_service_are_open()
    {
        var network = TwoNodes().Of("Terminal", "line-2", ("ACDCTerminal.connected", "false")).Of("Equipment", "_load",
            ("Equipment.inService", "false")).Read();

        Assert.True(network.Lines[0].FromClosed);
        Assert.False(network.Lines[0].ToClosed);
        Assert.False(network.Loads[0].IsConnected);
    }

    [Fact]
    public void Loads_follow_the_voltage_by_shares_or_by_exponents()
    {
        var shares = Response(("pConstantPower", "0.5"), ("pConstantCurrent", "0.3"), ("pConstantImpedance", "0.2"), ("qConstantImpedance", "1"));
        Assert.Equal(1.5e6, shares.Power.Total.Real, 3);
        Assert.Equal(0.9e6, shares.Current.Total.Real, 3);
        Assert.Equal(new Complex(0.6e6, 1e6), Rounded(shares.Impedance.Total));

        var exponents = Response(("exponentModel", "true"), ("pVoltageExponent", "1.5"), ("qVoltageExponent", "2"));
        Assert.Equal(new Complex(1.5e6, 0), Rounded(exponents.Current.Total));
        Assert.Equal(new Complex(1.5e6, 1e6), Rounded(exponents.Impedance.Total));

        static ZipPower Response(params (string, string)[] properties) => TwoNodes()
            .With("LoadResponseCharacteristic", "response", [.. properties.Select(share => ($"LoadResponseCharacteristic.{share.Item1}", share.Item2))])
            .Of("EnergyConsumer", "_load", ("EnergyConsumer.LoadResponse", "#response")).Read().Loads[0].Power;
    }

    [Fact]
    public void A_machine_holds_a_voltage_elsewhere_within_what_its_curve_allows_at_its_power()
    {
        var generator = Assert.Single(WithMachine().Read().Generators);

        Assert.Equal(4e6, generator.Power.Power.Total.Real, 3);
        Assert.Equal(new VoltageTarget(0, 20.5e3), generator.Target);
        Assert.Equal(-1.5e6, generator.MinimumReactivePowerVar, 3);
        Assert.Equal(2.5e6, generator.MaximumReactivePowerVar, 3);
    }

    [Fact]
    public void The_highest_priority_holds_the_angle()
    {
        var network = WithMachine().Of("SynchronousMachine", "g", ("SynchronousMachine.referencePriority", "3"))
            .WithEquipment("ExternalNetworkInjection", "second", ["a"], ("ExternalNetworkInjection.referencePriority", "2"),
                ("ExternalNetworkInjection.p", "0"), ("ExternalNetworkInjection.q", "0")).Read();

        Assert.Equal("feeder", Assert.Single(network.Sources).Id);
        Assert.Equal(["g", "second"], network.Generators.Select(generator => generator.Id));
    }

    [Fact]
    public void In_a_node_breaker_model_switches_are_links_and_nodes_are_connectivity_nodes_with_their_topological_nodes_voltage()
    {
        var network = new CimText()
            .WithNode("t", 10)
            .With("ConnectivityNode", "c1", ("ConnectivityNode.TopologicalNode", "#t"))
            .With("ConnectivityNode", "c2", ("ConnectivityNode.TopologicalNode", "#t"))
            .With("Breaker", "s", ("Switch.normalOpen", "true"), ("Switch.open", "false"))
            .WithTerminal("s-1", "s", "ConnectivityNode", "c1", 1)
            .WithTerminal("s-2", "s", "ConnectivityNode", "c2", 2)
            .With("SvVoltage", "v", ("SvVoltage.TopologicalNode", "#t"), ("SvVoltage.v", "10.5"), ("SvVoltage.angle", "0"))
            .Read();

        Assert.Equal(["c1", "c2"], network.Nodes.Select(node => node.Id));
        Assert.All(network.Nodes, node => Assert.Equal(1.05, node.GivenVoltage!.Value.Pu, 12));
        Assert.True(Assert.Single(network.Links).IsClosed);
    }

    [Fact]
    public void A_bus_bar_of_a_boundary_set_that_stands_nowhere_does_not_make_a_model_bus_branch()
    {
        var network = new CimText()
            .With("BaseVoltage", "v", ("BaseVoltage.nominalVoltage", "10"))
            .With("ConnectivityNode", "c")
            .With("BusbarSection", "bar", ("ConductingEquipment.BaseVoltage", "#v"))
            .WithTerminal("bar-1", "bar", "ConnectivityNode", "c", 1)
            .With("Junction", "nowhere")
            .With("Terminal", "nowhere-1", ("Terminal.ConductingEquipment", "#nowhere")).Read();

        Assert.Equal(["c"], network.Nodes.Select(node => node.Id));
    }

    [Theory]
    [InlineData("Star", "Y", false)]
    [InlineData("EarthedStar", "Yn", true)]
    [InlineData("Star", "Yn", false)]
    [InlineData("Delta", "D", false)]
    [InlineData("EarthedZigzag", "Zn", true)]
    public void Connections_of_windings_are_read(string expected, string kind, bool isGrounded)
    {
        var network = Transformer()
            .Of("PowerTransformerEnd", "e1", ("PowerTransformerEnd.connectionKind", $"#WindingConnection.{kind}"),
                ("TransformerEnd.grounded", isGrounded ? "true" : "false"))
            .Of("PowerTransformerEnd", "e2", ("PowerTransformerEnd.connectionKind", "#WindingConnection.D"))
            .Of("PowerTransformerEnd", "e1", ("PowerTransformerEnd.x0", "9")).Read();

        Assert.Equal(expected, network.Transformers[0].ZeroSequence!.From.ToString());
        Assert.Equal(0.09, network.Transformers[0].ZeroSequence!.Circuit.SeriesOhm.Imaginary, 12);
    }

    [Fact]
    public void A_transformers_impedance_is_seen_from_its_second_end_with_magnetising_at_both()
    {
        var transformer = Assert.Single(Transformer().Read().Transformers);

        Assert.Equal((100e3, 10e3), (transformer.FromWindingV, transformer.ToWindingV));
        Assert.Equal(0.1, transformer.PositiveSequence.SeriesOhm.Imaginary, 12);
        Assert.Equal(-1e-4, transformer.PositiveSequence.FromShuntSiemens.Imaginary, 12);
        Assert.Equal(transformer.PositiveSequence.FromShuntSiemens, transformer.PositiveSequence.ToShuntSiemens);
    }

    [Fact]
    public void A_clock_number_turns_the_first_end_ahead_unless_solved_angles_deny_it()
    {
        var text = Transformer().Of("PowerTransformerEnd", "e2", ("PowerTransformerEnd.phaseAngleClock", "5"));
        Assert.Equal(5 * Math.PI / 6, text.Read().Transformers[0].PhaseShiftRad, 12);

        var denied = text.With("SvVoltage", "va", ("SvVoltage.TopologicalNode", "#a"), ("SvVoltage.v", "100"), ("SvVoltage.angle", "0"))
            .With("SvVoltage", "vb", ("SvVoltage.TopologicalNode", "#b"), ("SvVoltage.v", "10"), ("SvVoltage.angle", "-4")).Read();
        Assert.Equal(0, denied.Transformers[0].PhaseShiftRad);
        Assert.Contains(denied.LeftOut, sentence => sentence.StartsWith("Clock numbers do not turn", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("e1", 1.05)]
    [InlineData("e2", 1 / 1.05)]
    public void A_ratio_tap_changer_counts_where_it_is_built_in_and_the_solved_step_before_the_supposed(string end, double ratio)
    {
        var changer = Assert.Single(Transformer()
            .With("RatioTapChanger", "taps", [.. Steps, ("RatioTapChanger.stepVoltageIncrement", "2.5"), ("RatioTapChanger.TransformerEnd", $"#{end}")])
            .With("SvTapStep", "step", ("SvTapStep.TapChanger", "#taps"), ("SvTapStep.position", "2")).Read().Transformers[0].TapChangers);

        Assert.Equal((2, -4, 4), (changer.Position, changer.LowestPosition, changer.HighestPosition));
        Assert.Equal(ratio, changer.Step.Ratio, 12);
        Assert.Equal(end == "e1" ? 1 : 1.05 * 1.05, changer.Step.ReactanceFactor, 12);
    }

    [Fact]
    public void Phase_tap_changers_follow_their_laws()
    {
        // One step up of -1, at 10 % a step: linear 3 degrees; symmetrical 2 atan(0.1 / 2); asymmetrical at 90 degrees atan(0.1) and sqrt(1 + 0.1^2).
        var linear = Step("PhaseTapChangerLinear", ("PhaseTapChangerLinear.stepPhaseShiftIncrement", "3"));
        Assert.Equal((1.0, 3.0), (linear.Ratio, Math.Round(double.RadiansToDegrees(linear.AngleRad), 9)));

        var symmetrical = Step("PhaseTapChangerSymmetrical", ("PhaseTapChangerNonLinear.voltageStepIncrement", "10"));
        Assert.Equal(5.7248, double.RadiansToDegrees(symmetrical.AngleRad), 4);

        var asymmetrical = Step(
            "PhaseTapChangerAsymmetrical",
            ("PhaseTapChangerNonLinear.voltageStepIncrement", "10"), ("PhaseTapChangerAsymmetrical.windingConnectionAngle", "90"),
            ("PhaseTapChangerNonLinear.xMin", "10"), ("PhaseTapChangerNonLinear.xMax", "26"));
        Assert.Equal(Math.Sqrt(1.01), asymmetrical.Ratio, 12);
        Assert.Equal(5.7106, double.RadiansToDegrees(asymmetrical.AngleRad), 4);
        Assert.Equal(1.1, asymmetrical.ReactanceFactor, 12);   // 10 + 16 (1/4)^2 of 10 ohms

        static TapStep Step(string className, params (string, string)[] properties) => Transformer()
            .With(className, "taps", [.. Steps, ("PhaseTapChanger.TransformerEnd", "#e1"), .. properties])
            .Of(className, "taps", ("TapChanger.step", "1")).Read().Transformers[0].TapChangers[0].Step;
    }

    [Fact]
    public void Tables_of_tap_changers_have_deviations_in_percent()
    {
        var changer = Transformer()
            .With("RatioTapChanger", "taps", [.. Steps, ("RatioTapChanger.RatioTapChangerTable", "#table"), ("RatioTapChanger.TransformerEnd", "#e1")])
            .With("RatioTapChangerTable", "table")
            .With("RatioTapChangerTablePoint", "p0", ("RatioTapChangerTablePoint.RatioTapChangerTable", "#table"), ("TapChangerTablePoint.step", "0"))
            .With("RatioTapChangerTablePoint", "p1", ("RatioTapChangerTablePoint.RatioTapChangerTable", "#table"), ("TapChangerTablePoint.step", "1"),
                ("TapChangerTablePoint.ratio", "1.02"), ("TapChangerTablePoint.x", "8"), ("TapChangerTablePoint.r", "-4"))
            .Of("RatioTapChanger", "taps", ("TapChanger.step", "1")).Read().Transformers[0].TapChangers[0];

        Assert.Equal((0, 1), (changer.LowestPosition, changer.HighestPosition));
        Assert.Equal(new TapStep(1.02, 0) { ReactanceFactor = 1.08, ResistanceFactor = 0.96 }, changer.Step);
    }

    [Fact]
    public void Three_windings_meet_in_a_star_point()
    {
        var text = Transformer().WithNode("c", 5).WithTerminal("t-3", "t", "TopologicalNode", "c", 3)
            .With("PowerTransformerEnd", "e3", ("PowerTransformerEnd.PowerTransformer", "#t"), ("TransformerEnd.Terminal", "#t-3"),
                ("TransformerEnd.endNumber", "3"),
                ("PowerTransformerEnd.ratedU", "5"), ("PowerTransformerEnd.x", "0.5"))
            .Of("PowerTransformerEnd", "e2", ("PowerTransformerEnd.x", "0.2"));
        var network = text.Read();

        var transformer = Assert.Single(network.ThreeWindingTransformers);
        Assert.True(network.Nodes[transformer.StarPoint].IsStarPoint);
        Assert.Equal(100e3, network.Nodes[transformer.StarPoint].RatedVoltageV);
        double[] expected = [10, 20, 200];   // ohms at 100 kV
        Assert.Equal(expected, network.Transformers.Select(leg => Math.Round(leg.PositiveSequence.SeriesOhm.Imaginary, 9)));
    }

    [Fact]
    public void Sections_of_shunts_add_up_and_points_of_nonlinear_ones_do_not()
    {
        var network = TwoNodes()
            .WithEquipment("LinearShuntCompensator", "linear", ["b"], ("LinearShuntCompensator.bPerSection", "0.001"),
                ("ShuntCompensator.sections", "3"), ("ShuntCompensator.normalSections", "1"))
            .WithEquipment("NonlinearShuntCompensator", "nonlinear", ["b"], ("ShuntCompensator.sections", "2"))
            .With("NonlinearShuntCompensatorPoint", "p1", ("NonlinearShuntCompensatorPoint.NonlinearShuntCompensator", "#nonlinear"),
                ("NonlinearShuntCompensatorPoint.sectionNumber", "1"), ("NonlinearShuntCompensatorPoint.b", "0.01"))
            .With("NonlinearShuntCompensatorPoint", "p2", ("NonlinearShuntCompensatorPoint.NonlinearShuntCompensator", "#nonlinear"),
                ("NonlinearShuntCompensatorPoint.sectionNumber", "2"), ("NonlinearShuntCompensatorPoint.b", "0.05"),
                ("NonlinearShuntCompensatorPoint.g", "0.001"))
            .Read();

        Assert.Equal([new Complex(0, 0.003), new Complex(0.001, 0.05)], network.Shunts.Select(shunt => Rounded(shunt.PositiveSequenceSiemens)));
    }

    [Fact]
    public void The_permanent_limit_is_the_lowest_of_both_ends()
    {
        var network = TwoNodes()
            .With("OperationalLimitType", "patl", ("OperationalLimitType.kind", "#LimitKind.patl"))
            .With("OperationalLimitType", "tatl", ("OperationalLimitType.kind", "#LimitKind.tatl"))
            .With("OperationalLimitSet", "from", ("OperationalLimitSet.Terminal", "#line-1"))
            .With("OperationalLimitSet", "to", ("OperationalLimitSet.Terminal", "#line-2"))
            .With("CurrentLimit", "1", ("OperationalLimit.OperationalLimitSet", "#from"), ("OperationalLimit.OperationalLimitType", "#patl"),
                ("CurrentLimit.normalValue", "400"))
            .With("CurrentLimit", "2", ("OperationalLimit.OperationalLimitSet", "#to"), ("OperationalLimit.OperationalLimitType", "#patl"),
                ("CurrentLimit.value", "350"))
            .With("CurrentLimit", "3", ("OperationalLimit.OperationalLimitSet", "#to"), ("OperationalLimit.OperationalLimitType", "#tatl"),
                ("CurrentLimit.value", "90"))
            .Read();

        Assert.Equal(350, network.Lines[0].RatedCurrentA);
    }

    [Fact]
    public void What_is_not_read_is_told_and_what_only_draws_is_not()
    {
        var network = TwoNodes().With("ACLineSegmentPhase", "phase").With("DiagramObject", "drawing").Read();

        Assert.Contains("Objects of the class ACLineSegmentPhase are left out.", network.LeftOut);
        Assert.DoesNotContain(network.LeftOut, sentence => sentence.Contains("Diagram", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Injections_that_stand_for_each_others_network_take_nothing(bool isBoundary, bool areConnected)
    {
        var network = TwoNodes()
            .Of("TopologicalNode", "b", ("TopologicalNode.boundaryPoint", isBoundary ? "true" : "false"))
            .WithEquipment("EquivalentInjection", "one", ["b"], ("EquivalentInjection.p", "5"), ("EquivalentInjection.q", "1"))
            .WithEquipment("EquivalentInjection", "two", ["b"], ("EquivalentInjection.p", "-6"), ("EquivalentInjection.q", "-2")).Read();

        Assert.Equal([areConnected, areConnected], network.Loads.Where(load => load.Id != "load").Select(load => load.IsConnected));
    }

    [Fact]
    public void An_injection_alone_at_a_boundary_stands_for_what_is_not_there()
    {
        var network = TwoNodes()
            .Of("TopologicalNode", "b", ("TopologicalNode.boundaryPoint", "true"))
            .WithEquipment("EquivalentInjection", "one", ["b"], ("EquivalentInjection.p", "5"), ("EquivalentInjection.q", "1")).Read();

        var injection = Assert.Single(network.Loads, load => load.Id == "one");
        Assert.True(injection.IsConnected);
        Assert.Equal(new Complex(5e6, 1e6), injection.Power.Power.Total);
    }

    private static (string, string)[] Steps =>
        [("TapChanger.lowStep", "-4"), ("TapChanger.highStep", "4"), ("TapChanger.neutralStep", "0"), ("TapChanger.normalStep", "0")];

    /// <summary>20 kV: a feeder at a, a line of 1 + j2 ohms, a load of 3 MW and 1 Mvar at b.</summary>
    private static CimText TwoNodes(double charging = 1e-4) =>
        TwoNodesWithoutPower(charging).Of("EnergyConsumer", "_load", ("EnergyConsumer.p", "3"), ("EnergyConsumer.q", "1"));

    private static CimText TwoNodesWithoutPower(double charging = 1e-4) => new CimText()
        .WithNode("a", 20)
        .WithNode("b", 20)
        .WithEquipment("ExternalNetworkInjection", "feeder", ["a"], ("ExternalNetworkInjection.referencePriority", "1"))
        .WithEquipment("ACLineSegment", "line", ["a", "b"], ("ACLineSegment.r", "1"), ("ACLineSegment.x", "2"), ("ACLineSegment.bch", CimText.Text(charging)),
            ("ACLineSegment.r0", "3"), ("ACLineSegment.x0", "6"))
        .WithEquipment("EnergyConsumer", "_load", ["b"]);

    /// <summary>4 MW at b, holding 20.5 kV at a; its curve has -2 to 3 Mvar at 3 MW and -1 to 2 Mvar at 5 MW.</summary>
    private static CimText WithMachine() => TwoNodes()
        .WithEquipment("SynchronousMachine", "g", ["b"], ("RotatingMachine.p", "-4"), ("RotatingMachine.q", "0"), ("RegulatingCondEq.controlEnabled", "true"),
            ("RegulatingCondEq.RegulatingControl", "#control"), ("SynchronousMachine.InitialReactiveCapabilityCurve", "#curve"))
        .With("RegulatingControl", "control", ("RegulatingControl.mode", "#RegulatingControlModeKind.voltage"), ("RegulatingControl.enabled", "true"),
            ("RegulatingControl.Terminal", "#feeder-1"), ("RegulatingControl.targetValue", "20.5"),
            ("RegulatingControl.targetValueUnitMultiplier", "#UnitMultiplier.k"))
        .With("ReactiveCapabilityCurve", "curve", ("Curve.curveStyle", "#CurveStyle.straightLineYValues"))
        .With("CurveData", "high", ("CurveData.Curve", "#curve"), ("CurveData.xvalue", "5"), ("CurveData.y1value", "-1"), ("CurveData.y2value", "2"))
        .With("CurveData", "low", ("CurveData.Curve", "#curve"), ("CurveData.xvalue", "3"), ("CurveData.y1value", "-2"), ("CurveData.y2value", "3"));

    /// <summary>100 to 10 kV, j10 ohms and -2 microsiemens at its first end.</summary>
    private static CimText Transformer() => new CimText()
        .WithNode("a", 100)
        .WithNode("b", 10)
        .WithEquipment("PowerTransformer", "t", ["a", "b"])
        .With("PowerTransformerEnd", "e1", ("PowerTransformerEnd.PowerTransformer", "#t"), ("TransformerEnd.Terminal", "#t-1"),
            ("TransformerEnd.endNumber", "1"),
            ("PowerTransformerEnd.ratedU", "100"), ("PowerTransformerEnd.r", "0"), ("PowerTransformerEnd.x", "10"), ("PowerTransformerEnd.b", "-2e-6"))
        .With("PowerTransformerEnd", "e2", ("PowerTransformerEnd.PowerTransformer", "#t"), ("TransformerEnd.Terminal", "#t-2"),
            ("TransformerEnd.endNumber", "2"),
            ("PowerTransformerEnd.ratedU", "10"), ("PowerTransformerEnd.r", "0"));

    private static Complex Rounded(Complex value) => new(Math.Round(value.Real, 9), Math.Round(value.Imaginary, 9));
}
