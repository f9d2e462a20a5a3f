using System.Globalization;
using System.Numerics;
using System.Text;
using Platone.Grid.Formats;
using Platone.Grid.Formats.Matpower;

namespace Platone.Grid.Tests;

public sealed class MatpowerReaderTests
{
    private const string Small = """
        function mpc = small
        % three buses
        mpc.version = '2';
        mpc.baseMVA = 10;
        mpc.bus = [
        	1	3	0	0	0	0	1	1.01	2	20	1	1.1	0.9;
        	2	2	4	1	0.2	-0.4	1	1	0	20	3	1.1	0.9;
        	30	1	1	0.5	0	0	1	1	0	10	1	1.1	0.9;
        ];
        mpc.gen = [
        	1	0	0	10	-10	1.02	10	1	10	0;
        	2	1	0	Inf	-Inf	1.03	10	1	10	0;
        	2	2	0	5	-5	1.04	10	1	10	0;
        	2	2	0	5	-5	1.05	10	0	10	0;
        ];
        mpc.branch = [
        	1	2	0.01	0.1	0.02	5	0	0	0	0	1	-360	360;
        	1	2	0.01	0.1	0.02	0	0	0	0	0	0	-360	360;
        	2	30	0	0.2	0	7	0	0	0.98	30	1	-360	360;
        ];

        """;

    [Fact]
    public void Tables_become_a_network_in_volts_and_ohms()
    {
        var network = Read(Small);

        Assert.Equal(["1", "2", "30"], network.Nodes.Select(node => node.Id));
        Assert.Equal(20_000, network.Nodes[1].RatedVoltageV);
        Assert.Equal("3", network.Nodes[1].Zone);
        Assert.Equal(new VoltagePhasor(1.01, 2 * Math.PI / 180), network.Nodes[0].GivenVoltage);
        Assert.Equal(new Complex(4e6, 1e6), network.Loads[0].Power.Power.Total);
        Assert.Equal(new Complex(0.2, -0.4) * 1e6 / 4e8, network.Shunts[0].PositiveSequenceSiemens);

        // 20 kV and 10 MVA are 40 ohms.
        var line = network.Lines[0];
        Assert.Equal("1-2-1", line.Id);
        Assert.Equal(0, (new Complex(0.4, 4) - line.PositiveSequence.SeriesOhm).Magnitude, 1e-12);
        Assert.Equal(0.02 / 40 / 2, line.PositiveSequence.FromShuntSiemens.Imaginary, 1e-15);
        Assert.Equal(5e6 / (Math.Sqrt(3) * 20e3), line.RatedCurrentA!.Value, 1e-9);
        Assert.False(network.Lines[1].FromClosed);
        Assert.Equal("1-2-2", network.Lines[1].Id);

        // The impedance stands at the to side: 10 ohms there.
        var transformer = Assert.Single(network.Transformers);
        Assert.Equal(0.98 * 20_000, transformer.FromWindingV, 1e-9);
        Assert.Equal(10_000, transformer.ToWindingV);
        Assert.Equal(Math.PI / 6, transformer.PhaseShiftRad, 1e-12);
        Assert.Equal(2, transformer.PositiveSequence.SeriesOhm.Imaginary, 1e-12);
        Assert.Equal(7e6, transformer.RatedPowerVA);
    }

    [Fact]
    public void The_reference_is_a_source_and_the_last_machine_says_what_voltage_a_bus_holds()
    {
        var network = Read(Small);

        var source = Assert.Single(network.Sources);
        Assert.Equal(1.02 * 20_000, source.VoltageV, 1e-9);
        Assert.Equal(2 * Math.PI / 180, source.AngleRad, 1e-15);
        Assert.All(network.Generators, generator => Assert.Equal(1.04 * 20_000, generator.Target!.Value.VoltageV, 1e-9));
        Assert.Equal([true, true, false], network.Generators.Select(generator => generator.IsConnected));
        Assert.Equal(double.PositiveInfinity, network.Generators[0].MaximumReactivePowerVar);
    }

    [Fact]
    public void A_reference_without_a_running_machine_hands_over_to_the_first_generator_bus()
    {
        var network = Read(Small.Replace("1.02\t10\t1", "1.02\t10\t0", StringComparison.Ordinal));

        Assert.Equal(1, Assert.Single(network.Sources).Node);
    }

    [Fact]
    public void What_stands_at_an_isolated_bus_is_disconnected()
    {
        var network = Read(Small.Replace("30\t1\t1", "30\t4\t1", StringComparison.Ordinal));

        Assert.False(network.Loads.Single(load => load.Node == 2).IsConnected);
        Assert.False(network.Transformers[0].FromClosed);
    }

    [Fact]
    public void A_bus_without_base_voltage_has_one_kilovolt_and_the_user_is_told()
    {
        var network = Read(Small.Replace("0\t10\t1\t1.1", "0\t0\t1\t1.1", StringComparison.Ordinal));

        Assert.Equal(1000, network.Nodes[2].RatedVoltageV);
        Assert.Contains("baseKV 0", Assert.Single(network.LeftOut), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[PQ, PV, REF, NONE, BUS_I, BUS_TYPE, PD, QD] = idx_bus;\nmpc.bus(:, [PD, QD]) = mpc.bus(:, [PD QD]) / 1e3;", 4e3, 1e3)]
    [InlineData("define_constants; pf = 0.8\nmpc.bus(:, QD) = mpc.bus(:, PD) * sin(acos(pf)), mpc.bus(:, PD) = mpc.bus(:, PD) * pf", 3.2e6, 2.4e6)]
    [InlineData("k = [2 -1 ...  the second one is not used\n 1];\nmpc.bus(2, 3:4) = 3 .* mpc.bus(2, 3:4) - k(1, 1)^2 + 2", 10e6, 1e6)]
    [InlineData("%{\nmpc.bus = [];\n%}\nmpc.bus(2:end, [3, 4]) = mpc.bus(2:end, [3, 4]) .* 2;", 8e6, 2e6)]
    [InlineData("a.b = 1; # comment", null, null)]
    [InlineData("x = mpc.bus;\nx(:, 3) = 0;", 4e6, 1e6)]
    [InlineData("[~, ~, ~, ~, ~, ~, P] = idx_bus; scale = -2^2 + 5 - -1; mpc.bus(2, P) = mpc.bus(2, P) * scale", 8e6, 1e6)]
    public void Statements_behind_the_tables_are_executed(string statements, double? expectedW, double? expectedVar)
    {
        if (expectedW is null)
        {
            Assert.Throws<GridFormatException>(() => Read(Small + statements));
            return;
        }

        var power = Read(Small + statements).Loads[0].Power.Power.Total;
        Assert.Equal(expectedW.Value, power.Real, 1e-6);
        Assert.Equal(expectedVar!.Value, power.Imaginary, 1e-6);
    }

    [Fact]
    public void A_table_may_stand_on_one_line_with_expressions_in_it()
    {
        var rows = "mpc.gen = [1 0 0 20/2 -20/2 1.02 10 1 10 0; 2, 1, 0, +Inf, -Inf, sqrt(1.0609), 10, 1, 10, 0]";
        var network = Read(Small + rows);

        Assert.Equal(1.03 * 20_000, Assert.Single(network.Generators).Target!.Value.VoltageV, 1e-9);
    }

    [Fact]
    public void Names_costs_and_other_fields_are_read_over()
    {
        var network = Read(Small + "mpc.bus_name = {\n'one''s'; 'two % no comment';\n'three'};\nmpc.gencost = [2 0 0 3 0.1 5 0];\nmpc.reserves.zones = [1];");

        Assert.Equal(["one's", "two % no comment", "three"], network.Nodes.Select(node => node.Name));
        Assert.Empty(network.LeftOut);
    }

    [Fact]
    public void Direct_current_lines_are_named_as_left_out()
    {
        var network = Read(Small + "mpc.dcline = [1 2 1 10 8.9 0 0 1 1 0 10 -10 10 -10 10 0 0];");

        Assert.Contains("mpc.dcline", Assert.Single(network.LeftOut), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mpc = scale_load(2, mpc);", "line 21", "'scale_load'")]
    [InlineData("for i = 1:3, end", "line 21", "'for'")]
    [InlineData("mpc.bus(:, 3) = mpc.bus(:, 3)';", "line 21", "'''")]
    [InlineData("mpc.bus(:, 3) = foo(2);", "line 21", "'foo'")]
    [InlineData("mpc.bus(:, 99) = 1;", "line 21", "99")]
    [InlineData("mpc.bus(:, 1.5) = 1;", "line 21", "1.5")]
    [InlineData("mpc.bus(1:2, 3) = [1 2];", "line 21", "1 by 2")]
    [InlineData("x = mpc.bus * mpc.bus;", "line 21", "number by number")]
    [InlineData("x = [1 2\n3];", "line 22", "columns")]
    [InlineData("x = [1 2", "line 21", "]")]
    [InlineData("x = 'text", "line 21", "quote")]
    [InlineData("x = 1e3x;", "line 21", "number")]
    [InlineData("%{\nnever closed", "line 21", "%}")]
    [InlineData("mpc.bus(2, 1) = 1;", "bus row 2", "no other bus")]
    [InlineData("mpc.bus(2, 3) = NaN;", "bus row 2", "finite")]
    [InlineData("mpc.bus(2, 2) = 5;", "bus row 2", "1 to 4")]
    [InlineData("mpc.bus(2, 10) = -5;", "bus row 2", "baseKV")]
    [InlineData("mpc.gen(2, 1) = 17;", "gen row 2", "number of a bus")]
    [InlineData("mpc.gen(3, 6) = 0;", "gen row 3", "Vg")]
    [InlineData("mpc.gen(2, 5) = 12; mpc.gen(2, 4) = 11;", "gen row 2", "Qmax")]
    [InlineData("mpc.branch(1, 3:4) = 0;", "branch row 1", "impedance")]
    [InlineData("mpc.branch(1, 2) = 1;", "branch row 1", "another bus")]
    [InlineData("mpc.branch(1, 9) = -1;", "branch row 1", "ratio")]
    [InlineData("mpc.baseMVA = 0;", "field baseMVA", "positive")]
    [InlineData("mpc.version = '1';", "field version", "'2'")]
    [InlineData("mpc.bus = 'none';", "field bus", "table")]
    [InlineData("mpc.gen = [1 2 3];", "field gen", "columns")]
    [InlineData("mpc.bus_name = {'a'};", "field bus_name", "3 texts")]
    public void What_is_not_understood_is_refused_where_it_stands(string statements, string place, string part)
    {
        var error = Assert.Throws<GridFormatException>(() => Read(Small + statements));

        Assert.Contains(place, error.Place, StringComparison.Ordinal);
        Assert.Contains(part, error.Problem + error.Place, StringComparison.Ordinal);
        Assert.Equal("small.m", error.File);
    }

    [Fact]
    public void Version_1_is_refused()
    {
        var error = Assert.Throws<GridFormatException>(() => Read("function [baseMVA, bus, gen] = case9\n"));

        Assert.Contains("version 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_and_endless_work_are_refused()
    {
        Assert.Throws<GridFormatException>(() => Read($"x = {new string('(', 5000)}1{new string(')', 5000)}"));
        Assert.Throws<GridFormatException>(() => Read($"x = {new string('{', 5000)}"));
        Assert.NotNull(Read($"{Small}x = {new string('-', 5000)}1"));
        Assert.Throws<GridFormatException>(() => Read($"mpc{string.Concat(Enumerable.Repeat(".a", 100_000))} = 1"));

        var wide = string.Create(CultureInfo.InvariantCulture, $"x = [{string.Join(';', Enumerable.Repeat("1", 100_000))}];\n");
        var work = $"y = x{string.Concat(Enumerable.Repeat("+x", 20_000))};\n";
        Assert.Contains("computed", Assert.Throws<GridFormatException>(() => Read(wide + work)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_file_is_read_or_refused()
    {
        const string Conversion = "define_constants;\nmpc.bus(:, [PD QD]) = mpc.bus(:, [PD QD]) / (1e3^2 / 10);\n";

        ChangedFiles.AssertReadOrRefused(Small + Conversion, 2000, stream => MatpowerReader.Read(stream, "changed.m"));
    }

    private static Network Read(string text) => MatpowerReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "small.m");
}
