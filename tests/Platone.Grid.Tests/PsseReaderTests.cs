using System.Numerics;
using System.Text;
using Platone.Grid.Formats;
using Platone.Grid.Formats.Psse;

namespace Platone.Grid.Tests;

public sealed class PsseReaderTests
{
    private const string Buses = """
        1,'A, with / signs',20.0,3,1,7,1,1.02,3.0
        2,'B',20.0,2,1,1,1,1.0,0.0
        3,'C',20.0,1,1,1,1,1.0,0.0
        4,'D',20.0,4,1,1,1,1.0,0.0

        """;

    private const string Machines = """
        1,'1',5,1,99,-99,1.03,0,100,0,1,0,0,1,1
        2,'1',10,2,8,-4,1.01,0,100,0,1,0,0,1,1

        """;

    private const string Branches = "1,2,'1',0.01,0.1,0.04,50,0,0,0.001,0.002,0.003,0.004,1\n2,-3,'1',0,0.2,0,0,0,0,0,0,0,0,1\n3,4,'1',0,0.2\n";

    [Fact]
    public void Buses_have_their_names_zones_and_given_voltages()
    {
        var network = Read33();

        var node = network.Nodes[0];
        Assert.Equal(("1", "A, with / signs", 20_000, "7"), (node.Id, node.Name, node.RatedVoltageV, node.Zone));
        Assert.Equal(new VoltagePhasor(1.02, 3 * (Math.PI / 180)), node.GivenVoltage);
        Assert.Equal(50, network.FrequencyHz);
        Assert.Equal(100e6, network.BasePowerVA);
    }

    [Fact]
    public void Lines_have_charging_in_halves_and_shunts_of_their_own_at_the_ends()
    {
        var line = Read33().Lines[0];

        // 20 kV and 100 MVA are 4 ohms.
        AssertClose(new Complex(0.04, 0.4), line.PositiveSequence.SeriesOhm);
        AssertClose(new Complex(0.001, 0.022) / 4, line.PositiveSequence.FromShuntSiemens);
        AssertClose(new Complex(0.003, 0.024) / 4, line.PositiveSequence.ToShuntSiemens);
        Assert.Equal(50e6 / Math.Sqrt(3) / 20e3, line.RatedCurrentA!.Value, 1e-9);
    }

    [Fact]
    public void A_branch_is_out_where_a_bus_is_isolated_and_a_minus_sign_means_nothing_else()
    {
        var lines = Read33().Lines;

        Assert.Equal("2-3-1", lines[1].Id);
        Assert.True(lines[1].FromClosed);
        Assert.False(lines[2].FromClosed);
    }

    [Fact]
    public void The_swing_bus_holds_its_machines_voltage_and_a_generator_bus_its_own()
    {
        var network = Read33();

        Assert.Equal((0, 1.03 * 20_000, 3 * (Math.PI / 180)), (network.Sources[0].Node, network.Sources[0].VoltageV, network.Sources[0].AngleRad));
        var generator = Assert.Single(network.Generators);
        Assert.Equal(new VoltageTarget(1, 1.01 * 20_000), generator.Target);
        Assert.Equal(8e6, generator.MaximumReactivePowerVar);
        Assert.Equal(-4e6, generator.MinimumReactivePowerVar);
    }

    [Theory]
    [InlineData("2,'1',10,2,3,3,1.01", 3e6, null)]
    [InlineData("2,'1',10,2,8,-4,1.01,0,100,0,1,0,0,1,1,100,9,0,1,1,0,1,0,1,0,1,3,0.8", 7.5e6, null)]
    [InlineData("2,'1',10,2,8,-4,1.01,0,100,0,1,0,0,1,1,100,9,0,1,1,0,1,0,1,0,1,3,-0.8", -7.5e6, null)]
    [InlineData("2,'1',10,2,8,-4,1.01,3", 2e6, 2)]
    [InlineData("2,'1',10,2,,,1.01", 2e6, 1)]
    [InlineData("3,'1',10,2,8,-4,1.01", 2e6, null)]
    public void A_machine_is_fixed_or_holds_a_voltage(string record, double reactiveVar, int? heldNode)
    {
        var generator = Read33(machines: $"{Machines.Split('\n')[0]}\n{record}\n").Generators[0];

        Assert.Equal(reactiveVar, generator.Power.Power.Total.Imaginary, 1e-6);
        Assert.Equal(heldNode, generator.Target?.Node);
    }

    [Fact]
    public void A_swing_bus_without_a_machine_is_held_at_its_own_voltage_and_the_user_is_told()
    {
        var network = Read33(machines: "");

        Assert.Equal(1.02 * 20_000, Assert.Single(network.Sources).VoltageV, 1e-9);
        Assert.Contains(network.LeftOut, sentence => sentence.Contains("swing buses", StringComparison.Ordinal));
    }

    [Fact]
    public void A_load_has_three_parts_and_its_susceptance_is_negative_where_it_takes_reactive_power()
    {
        var load = Assert.Single(Read33(loads: "3,'L1',1,1,1,4,1,2,0.5,3,-0.7,1,1\n").Loads);

        Assert.Equal("3-L1", load.Id);
        AssertClose(new Complex(4e6, 1e6), load.Power.Power.Total);
        AssertClose(new Complex(2e6, 0.5e6), load.Power.Current.Total);
        AssertClose(new Complex(3e6, 0.7e6), load.Power.Impedance.Total);
    }

    [Fact]
    public void Shunts_are_megawatts_and_megavars_at_the_rated_voltage()
    {
        var network = Read33(shunts: "3,'1',0,2,10\n", switched: "3,1,0,1,1.05,0.95,0,100,'',-7.5,2,-5\n");

        AssertClose(new Complex(2e6, 10e6) / 4e8, network.Shunts[0].PositiveSequenceSiemens);
        Assert.False(network.Shunts[0].IsConnected);
        AssertClose(new Complex(0, -7.5e6) / 4e8, network.Shunts[1].PositiveSequenceSiemens);
        Assert.Contains(network.LeftOut, sentence => sentence.Contains("BINIT", StringComparison.Ordinal));
    }

    [Fact]
    public void Parallel_circuits_under_one_id_are_both_read_and_a_branch_to_its_own_bus_is_left_out()
    {
        var network = Read33(branches: "1,2,'1',0,0.1\n1,2,'1',0,0.2\n3,3,'1',0,0.1\n");

        Assert.Equal(["1-2-1", "1-2-1#2"], network.Lines.Select(line => line.Id));
        Assert.Equal(2, network.LeftOut.Count);
    }

    /// <summary>500 A from 100 kV at the inverter: 50 MW there, and 0.8 ohms make 0.2 MW of losses.</summary>
    [Theory]
    [InlineData("1,0.8,50.2,100", 50.2e6, 50e6)]
    [InlineData("1,0.8,-50,100", 50.2e6, 50e6)]
    [InlineData("2,0.8,500,100", 50.2e6, 50e6)]
    public void A_dc_line_takes_at_one_end_what_it_gives_and_loses(string control, double takenW, double givenW)
    {
        var converter = "1,90,5,0,1,80,1,1";
        var network = Read33(dc: $"'DC',{control},0,0\n1,{converter}\n3,{converter}\n");

        Assert.Equal(takenW, network.Loads[0].Power.Power.Total.Real, 1);
        var inverter = network.Generators.Single(generator => generator.Node == 2);
        Assert.Equal(givenW, inverter.Power.Power.Total.Real, 1);

        // Both ends take reactive power: ideal voltage 3 √2 / π · 80 kV at the bus's voltage.
        var idealKV = 3 * Math.Sqrt(2) / Math.PI * 80;
        Assert.Equal(-500 * Math.Sqrt(idealKV * idealKV - 1e4) * 1e3, inverter.Power.Power.Total.Imaginary, 1);
        Assert.True(network.Loads[0].Power.Power.Total.Imaginary > 0);
    }

    /// <summary>Converter 2 gives 30 MW; it loses 0.1 MW, the line 2 ohms times the square of the current, converter 1 0.1 MW.</summary>
    [Fact]
    public void A_converter_line_gives_what_is_scheduled_and_takes_its_losses_too()
    {
        var network = Read33(vsc: "'VSC',1,2\n1,1,2,100,0.9,100,0,0,0,0,1,50,-50\n3,2,1,30,1.02,100,0,0,0,0,1,20,-10\n");
        var (holding, scheduled) = (network.Generators[1], network.Generators[2]);

        var currentKA = (100 - Math.Sqrt(100 * 100 - 4 * 2 * 30.1)) / 2 / 2;
        Assert.Equal(30e6, scheduled.Power.Power.Total.Real, 1e-6);
        Assert.Equal(new VoltageTarget(2, 1.02 * 20_000), scheduled.Target);
        Assert.Equal(20e6, scheduled.MaximumReactivePowerVar);
        Assert.Equal(-(100 * currentKA + 0.1) * 1e6, holding.Power.Power.Total.Real, 1e-3);
        Assert.Equal(Math.Tan(Math.Acos(0.9)), holding.Power.Power.Total.Imaginary / -holding.Power.Power.Total.Real, 1e-9);
    }

    [Fact]
    public void A_static_compensator_holds_a_voltage_and_a_series_device_is_left_out()
    {
        var network = Read33(facts: "'ST',3,0,1,0,0,1.015,25\n'SE',1,3,1,5,0,1.0,25\n'OFF',3,0,0\n");

        var device = network.Generators.Single(generator => generator.Node == 2);
        Assert.Equal((1.015 * 20_000, 25e6), (device.Target!.Value.VoltageV, device.MaximumReactivePowerVar));
        Assert.Contains("SE", Assert.Single(network.LeftOut), StringComparison.Ordinal);
    }

    [Fact]
    public void Revision_23_has_loads_shunts_and_ratios_in_its_buses_and_branches()
    {
        var network = Read("""
            0,100.0 / no revision


            1 3 0 0 0 0 1 1.0 0.0 'ONE' 20.0 1
            2,1,5.0,2.0,1.0,3.0,1,1.0,0.0,'TWO',10.0,1
            0
            1,'1',0,0,99,-99,1.0
            0
            1,-2,'1',0,0.1,0.02,40,0,0,1.05,-30,0.1,0,0,0,1
            0

            """);

        Assert.Equal(["ONE", "TWO"], network.Nodes.Select(node => node.Name));
        AssertClose(new Complex(5e6, 2e6), Assert.Single(network.Loads).Power.Power.Total);
        AssertClose(new Complex(1e6, 3e6) / 1e8, Assert.Single(network.Shunts).PositiveSequenceSiemens);
        var transformer = Assert.Single(network.Transformers);
        Assert.Equal((1.05 * 20_000, 10_000), (transformer.FromWindingV, transformer.ToWindingV));
        Assert.Equal(-Math.PI / 6, transformer.PhaseShiftRad, 1e-12);
        AssertClose(new Complex(0.1, 0) / 4, transformer.OuterShuntSiemens);
        Assert.Contains("Q", Assert.Single(network.LeftOut), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(29)]
    [InlineData(30)]
    public void Revisions_29_and_30_have_shunts_in_their_buses_and_switched_ones_before_the_corrections(int revision)
    {
        var network = Read($"""
            0,100.0,{revision}


            1,'ONE',20.0,3,0,5,1,1,1.0,0.0,1
            2,'TWO',20.0,1,0,0,1,1,1.0,0.0,1
            0 / loads
            2,'1',1,1,1,5,2
            0 / generators
            1,'1',0,0,99,-99,1.0
            0 / branches
            1,2,'1',0,0.1,0,0,0,0,0,0,0,0,1
            0 / transformers
            0 / areas
            0 / dc
            0 / vsc
            0 / switched shunts
            2,1,1.1,0.9,0,100,'',12,1,12
            0 / corrections
            Q
            """);

        Assert.Equal([5e6 / 4e8, 12e6 / 4e8], network.Shunts.Select(shunt => shunt.PositiveSequenceSiemens.Imaginary));
        Assert.Single(network.Loads);
    }

    [Theory]
    [InlineData("2,1,1.1,0.9,0,100,'',12,1,12")]
    [InlineData("2,1,0,1,1.1,0.9,0,100,'',12,1,12")]
    public void Revision_31_has_fixed_shunts_of_their_own_and_switched_ones_in_two_forms(string switched)
    {
        var network = Read($"""
            0,100.0,31


            1,'ONE',20.0,3,1,1,1,1.0,0.0
            2,'TWO',20.0,1,1,1,1,1.0,0.0
            0 / loads
            0 / fixed shunts
            1,'1',1,0,5
            0 / generators
            1,'1',0,0,99,-99,1.0
            0 / branches
            1,2,'1',0,0.1
            0 / transformers
            0 / areas
            0 / dc
            0 / vsc
            0 / switched shunts
            {switched}
            0 / corrections
            Q
            """);

        Assert.Equal([5e6 / 4e8, 12e6 / 4e8], network.Shunts.Select(shunt => shunt.PositiveSequenceSiemens.Imaginary));
    }

    [Fact]
    public void Revision_35_has_switches_distributed_generation_complex_corrections_and_comments()
    {
        var network = Read("""
            @!IC,SBASE,REV,XFRRAT,NXFRAT,BASFRQ
            0,100.0,35,0,0,50.0


            GENERAL, THRSHZ=0.0001, PQBRAK=0.7
            0 / END OF SYSTEM-WIDE DATA
            @! I,NAME,BASKV
            1,'ONE',20.0,3,1,1,1,1.0,0.0
            2,'TWO',20.0,1,1,1,1,1.0,0.0
            3,'THREE',20.0,1,1,1,1,1.0,0.0
            0 / END OF BUS DATA
            2,'1',1,1,1,5,2,0,0,0,0,1,1,0,3,1,1,''
            0 / END OF LOAD DATA
            0 / END OF FIXED SHUNT DATA
            1,'1',0,0,99,-99,1.0,0,0,100,0,1,0,0,1,1
            0 / END OF GENERATOR DATA
            0 / END OF BRANCH DATA
            2,3,'@1',0.0001,1,1,1,1,1,1,1,1,1,1,1,1,0,1,1,2,'BREAKER'
            0 / END OF SYSTEM SWITCHING DEVICE DATA
            1,2,0,'1',1,1,1,0,0,2,'T',1
            0,0.1,100
            1.0,0,0,40,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1.1,0.9,1.1,0.9,33,5
            1.0,0
            0 / END OF TRANSFORMER DATA
            0 / END OF AREA DATA
            0 / END OF TWO-TERMINAL DC DATA
            0 / END OF VSC DC LINE DATA
            5, 0.8, 1.0, 0.0, 0.9, 1.0, 0.0
            0.95, 1.0, 0.0, 1.1, 3.0, 0.5, 0.0, 0.0, 0.0
            0 / END OF IMPEDANCE CORRECTION DATA
            Q
            """);

        var link = Assert.Single(network.Links);
        Assert.Equal(("2-3-@1", "BREAKER", false), (link.Id, link.Name, link.IsClosed));
        AssertClose(new Complex(3e6, 1e6), Assert.Single(network.Generators).Power.Power.Total);

        // Ratio 1 is a third of the way from 0.95 to 1.1: (5 + j 0.5) / 3.
        AssertClose(new Complex(0, 0.4) * new Complex(1 + 2.0 / 3, 0.5 / 3), Assert.Single(network.Transformers).PositiveSequence.SeriesOhm);
    }

    [Fact]
    public void Revision_34_has_names_and_twelve_ratings_but_no_nodes()
    {
        var network = Read("""
            0,100.0,34,0,0,50.0


            0 / END OF SYSTEM-WIDE DATA
            1,'ONE',20.0,3,1,1,1,1.0,0.0
            2,'TWO',20.0,2,1,1,1,1.0,0.0
            0 / END OF BUS DATA
            0 / END OF LOAD DATA
            0 / END OF FIXED SHUNT DATA
            1,'1',0,0,99,-99,1.0,0,100,0,1,0,0,1,1
            2,'1',5,1,9,-9,1.02,1,100,0,1,0,0,1,0,100,9,0,1,1
            0 / END OF GENERATOR DATA
            1,2,'1',0,0.1,0.02,'LINE, ONE',60,0,0,0,0,0,0,0,0,0,0,0,0,0.1,0,0.2,1,1
            0 / END OF BRANCH DATA
            0 / END OF SYSTEM SWITCHING DEVICE DATA
            1,2,0,'1',1,1,1,0,0,2,'T',1
            0,0.1,100
            1.0,0,0,40,0,0,0,0,0,0,0,0,0,0,0,0,0,1.1,0.9,1.1,0.9,33,5
            1.0,0
            0 / END OF TRANSFORMER DATA
            0 / END OF AREA DATA
            0 / END OF TWO-TERMINAL DC DATA
            0 / END OF VSC DC LINE DATA
            5, 0.9, 2.0, 0.0, 1.1, 2.0, 0.0, 0.0, 0.0, 0.0
            0 / END OF IMPEDANCE CORRECTION DATA
            Q
            """);

        var line = Assert.Single(network.Lines);
        Assert.Equal("LINE, ONE", line.Name);
        Assert.Equal(60e6 / Math.Sqrt(3) / 20e3, line.RatedCurrentA!.Value, 1e-9);
        AssertClose(new Complex(0, 0.11) / 4, line.PositiveSequence.FromShuntSiemens);
        AssertClose(new Complex(0, 0.21) / 4, line.PositiveSequence.ToShuntSiemens);
        Assert.Equal((false, 0), (network.Generators[0].IsConnected, network.Generators[0].Target!.Value.Node));
        AssertClose(new Complex(0, 0.8), Assert.Single(network.Transformers).PositiveSequence.SeriesOhm);
    }

    [Fact]
    public void Names_of_columns_in_rawx_may_come_in_any_order()
    {
        var network = ReadX("""
            { "general": {}, "network": {
              "caseid": { "data": [35, 100.0, 0], "fields": ["rev", "sbase", "ic"] },
              "bus": { "fields": ["name", "ibus", "ide", "baskv", "vm"], "data": [["ONE", 1, 3, 20.0, 1.0], ["TWO", 2, 1, 20.0, null]] },
              "generator": { "fields": ["ibus", "machid", "vs"], "data": [[1, "1", 1.02]] },
              "acline": { "fields": ["ibus", "jbus", "ckt", "xpu"], "data": [[1, 2, "1", 0.1]] },
              "subswd": { "fields": ["isub"], "data": [[1], [1]] } } }
            """);

        Assert.Equal(1.02 * 20_000, Assert.Single(network.Sources).VoltageV, 1e-9);
        AssertClose(new Complex(0, 0.4), Assert.Single(network.Lines).PositiveSequence.SeriesOhm);
    }

    [Theory]
    [InlineData("", "line 1", "JSON")]
    [InlineData("{\"network\": [1]}", "network", "object")]
    [InlineData("{\"network\": {\"bus\": {\"fields\": [\"ibus\"], \"data\": [[1, 2]]}}}", "bus", "2 values")]
    [InlineData("{\"network\": {\"bus\": {\"fields\": [\"ibus\"], \"data\": [[{}]]}}}", "bus", "number")]
    [InlineData("{\"network\": {\"bus\": {}, \"bus\": {}}}", "bus", "again")]
    [InlineData("{\"network\": {\"caseid\": {\"fields\": [\"rev\"], \"data\": [34]}}}", "REV", "35")]
    [InlineData("{\"network\": {}}", "network", "caseid")]
    [InlineData("{\"network\": {\"bus\": ", "line 1", "JSON")]
    public void A_broken_rawx_file_is_refused(string text, string place, string problem)
    {
        var error = Assert.Throws<GridFormatException>(() => ReadX(text));

        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.Contains(place, error.Place + error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0,100,33\n\n\n1,'A',20,3\n1,'B',20,1\n0\n0\n0\n0\n0\n0\nQ", "line 5, bus, IBUS", "again")]
    [InlineData("0,100,33\n\n\n1,'A',20,9\n0\n0\n0\n0\n0\n0\nQ", "line 4, bus, IDE", "1 to 4")]
    [InlineData("0,100,33\n\n\n1,'A',NaN,3\n0\n0\n0\n0\n0\n0\nQ", "line 4, bus, BASKV", "finite")]
    [InlineData("0,100,33\n\n\n1,'A',1e999,3\n0\n0\n0\n0\n0\n0\nQ", "line 4, bus, BASKV", "finite")]
    [InlineData("0,100,33\n\n\n1,'A',20,1\n0\n0\n0\n0\n0\n0\nQ", "bus data", "swing")]
    [InlineData("0,100,33\n\n\n1,'A',20,3\n0\n7,'1'\n0\n0\n0\n0\n0\nQ", "line 6, load, IBUS", "bus")]
    [InlineData("0,100,33\n\n\n1,'A',20,3\n0\n1,'1'\n1,'1'\n0\n0\n0\n0\n0\nQ", "line 7, load, ID", "again")]
    [InlineData("0,100,33\n\n\n1,'A',20,3\n0\n0\n0\n1,'1',0,0,-5,5\n0\n0\n0\nQ", "bus data", "")]
    [InlineData("0,100,33\n\n\n1,'A',20,3\n0\n0\n0\n0\n1,1", "line 9", "section Branch")]
    [InlineData("0,100,33\n\n\n1,'A',20,3", "line 4", "section Bus")]
    [InlineData("0,100,33\n\n\nQ", "line 4", "section Bus")]
    [InlineData("0,100,33\n", "line 1", "title")]
    [InlineData("0,100,17\n\n\n", "REV", "29 to 35")]
    [InlineData("0,100\n\n\n1,'A',20,3\n", "line 4", "REV")]
    [InlineData("0,-5,33\n\n\n", "SBASE", "positive")]
    [InlineData("1,100,33\n\n\n", "IC", "whole network")]
    [InlineData("", "line 0", "no line")]
    [InlineData("0,100,33\n\n\n1,'A',20,3\n2,'B',20,1\n0\n0\n0\n0\n0\n1,2,0,'1'\n0 / end\nQ", "line 12", "lines of a record")]
    public void A_broken_file_is_refused_where_it_breaks(string text, string place, string problem)
    {
        if (problem.Length == 0)
        {
            // Limits of a machine that is the reference do not count.
            Assert.Single(Read(text).Sources);
            return;
        }

        var error = Assert.Throws<GridFormatException>(() => Read(text));
        Assert.Contains(place, error.Place, StringComparison.Ordinal);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Deeply_nested_rawx_is_refused() => Assert.Throws<GridFormatException>(() => ReadX("{\"x\":" + new string('[', 100_000)));

    [Fact]
    public void A_changed_file_is_read_or_refused()
    {
        var text = Text33(
            "3,'L1',1,1,1,4,1,2,0.5,3,-0.7,1,1\n", "3,'1',0,2,10\n", Machines, Branches, "'DC',1,0.8,50.2,100,0,0\n1,1,90,5,0,1,80,1,1\n3,1,90,5,0,1,80,1,1\n",
            "'VSC',1,2\n1,1,2,100,0.9,100,0,0,0,0,1,50,-50\n3,2,1,30,1.02,100,0,0,0,0,1,20,-10\n",
            "'ST',3,0,1,0,0,1.015,25\n",
            "3,1,0,1,1.05,0.95,0,100,'',-7.5,2,-5\n");

        ChangedFiles.AssertReadOrRefused(text, 2000, stream => PsseRawReader.Read(stream, "changed.raw"));
    }

    [Fact]
    public void A_changed_rawx_file_is_read_or_refused() => ChangedFiles.AssertReadOrRefused(
        """
        { "network": {
          "caseid": { "fields": ["ic", "sbase", "rev"], "data": [0, 100.0, 35] },
          "bus": { "fields": ["ibus", "name", "baskv", "ide"], "data": [[1, "ONE", 20.0, 3], [2, "TWO", 20.0, 1]] },
          "generator": { "fields": ["ibus", "machid", "vs"], "data": [[1, "1", 1.02]] },
          "impcor": { "fields": ["itable", "tap", "refact", "imfact"], "data": [[1, 0.9, 1.1, 0], [1, 1.1, 0.9, 0]] },
          "transformer": { "fields": ["ibus", "jbus", "kbus", "ckt", "x1_2", "tab1"], "data": [[1, 2, 0, "1", 0.1, 1]] } } }
        """,
        2000,
        stream => PsseRawxReader.Read(stream, "changed.rawx"));

    private static Network Read33(
        string loads = "", string shunts = "", string machines = Machines, string branches = Branches, string dc = "", string vsc = "", string facts = "",
        string switched = "") =>
        Read(Text33(loads, shunts, machines, branches, dc, vsc, facts, switched));

    private static string Text33(string loads, string shunts, string machines, string branches, string dc, string vsc, string facts, string switched)
    {
        const string End = "0 / END\n";
        return $"0,100.0,33,0,0,50.0 / comment\nfirst title\nsecond title\n{Buses}{End}{loads}{End}{shunts}{End}{machines}{End}{branches}{End}"
            + $"{End}{End}{dc}{End}{vsc}{End}"
            + $"{End}{End}{End}{End}{End}{End}{facts}{End}{switched}{End}Q\n";
    }

    private static void AssertClose(Complex expected, Complex found) => Assert.Equal(0, (expected - found).Magnitude, 1e-9 * Math.Max(1, expected.Magnitude));

    private static Network Read(string text) => PsseRawReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.raw");

    private static Network ReadX(string text) => PsseRawxReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.rawx");
}
