using System.Numerics;
using Platone.Grid.Formats;
using static Platone.Grid.Tests.PowerGridModel.PowerGridModelText;

namespace Platone.Grid.Tests.PowerGridModel;

public sealed class PowerGridModelUpdateTests
{
    private const string Data = $$"""
        {{TwoNodes}}, "line": [{"id": 4, "from_node": 1, "to_node": 2, "from_status": 1, "to_status": 1, "r1": 1, "x1": 1, "c1": 0, "tan1": 0}],
        "sym_load": [{"id": 7, "node": 2, "status": 1, "type": 0, "p_specified": 300, "q_specified": 30},
                     {"id": 8, "node": 2, "status": 1, "type": 1, "p_specified": 600, "q_specified": 60}],
        "asym_load": [{"id": 9, "node": 2, "status": 1, "type": 0, "p_specified": [1, 2, 3], "q_specified": [4, 5, 6]}],
        "sym_voltage_sensor": [{"id": 20, "measured_object": 2, "u_sigma": 100}]
        """;

    [Fact]
    public void What_a_scenario_leaves_out_stays_as_it_was()
    {
        var input = Input(Data);
        var update = Update("""[{"asym_load": [[9, [100, null, 200]]]}, {"sym_load": [[8, 900], {"id": 7, "status": 0}]}, {}]""",
            """{"asym_load": ["id", "p_specified"], "sym_load": ["id", "p_specified"]}""");

        Assert.Equal(new PhasePower(new(100, 4), new(2, 5), new(200, 6)), update.Apply(0, input).Network.Loads[2].Power.Power);
        var second = update.Apply(1, input).Network;
        Assert.Equal(ZipPower.OfImpedance(new Complex(900, 60)), second.Loads[1].Power);
        Assert.False(second.Loads[0].IsConnected);
        Assert.Equal(input.Network.Loads[2], second.Loads[2]);
        Assert.Equal(ZipPower.OfPower(new Complex(300, 30)), update.Apply(2, input).Network.Loads[0].Power);
    }

    [Fact]
    public void What_no_scenario_changes_is_shared()
    {
        var input = Input(Data);
        var changed = Update("""[{"line": [{"id": 4, "to_status": 0}]}]""").Apply(0, input);

        Assert.Same(input.Network.Loads, changed.Network.Loads);
        Assert.Same(input.Network.Nodes, changed.Network.Nodes);
        Assert.False(changed.Network.Lines[0].ToClosed);
        Assert.True(input.Network.Lines[0].ToClosed);
    }

    [Fact]
    public void Without_ids_a_table_is_of_all_components_in_order()
    {
        var changed = Update("""[{"sym_load": [{"p_specified": 1}, {"p_specified": 2}]}]""").Apply(0, Input(Data));

        Assert.Equal(1, changed.Network.Loads[0].Power.Power.Total.Real, 1e-12);
        Assert.Equal(2, changed.Network.Loads[1].Power.Impedance.Total.Real, 1e-12);
    }

    [Fact]
    public void Sensors_and_sources_change()
    {
        var update = Update("""[{"sym_voltage_sensor": [{"id": 20, "u_measured": 10050}], "source": [{"id": 3, "u_ref": 1.1, "u_ref_angle": 0.2}]}]""");
        var changed = update.Apply(0, Input(Data));

        Assert.Equal(MeasuredValue.Balanced(10050), changed.Measurements.Voltages[0].MagnitudeV);
        Assert.Equal(100, changed.Measurements.Voltages[0].SigmaV);
        Assert.Equal(11000, changed.Network.Sources[0].VoltageV, 1e-9);
        Assert.Equal(0.2, changed.Network.Sources[0].AngleRad);
    }

    [Fact]
    public void A_damaged_update_is_applied_or_refused()
    {
        const string Scenarios = """
            [{"asym_load": [[9, [100, null, 200]]], "line": [{"id": 4, "from_status": 0}]},
            {"sym_load": [{"id": 7, "status": 0}, {"id": 8, "p_specified": 9e3}],
              "source": [{"id": 3, "u_ref": 1.05}]}, {"sym_voltage_sensor": [{"id": 20, "u_measured": 10050, "u_sigma": "inf"}]}]
            """;
        const string Signs = "0123456789-.,\"[]{}ne";
        var input = Input(Data);
        var random = new Random(20261127);
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            var damaged = Scenarios.ToCharArray();
            for (var j = random.Next(1, 4); j > 0; j--) damaged[random.Next(damaged.Length)] = Signs[random.Next(Signs.Length)];
            try
            {
                var update = Update(new(damaged), """{"asym_load": ["id", "p_specified"]}""");
                for (var scenario = 0; scenario < update.Count; scenario++) update.Apply(scenario, input);
            }
            catch (GridFormatException exception)
            {
                Assert.Equal("update.json", exception.File);
                refused++;
            }
        }
        Assert.InRange(refused, 1000, 2999);
    }

    [Theory]
    [InlineData("""[{"sym_load": [{"id": 4, "status": 0}]}]""", "scenario 0, sym_load 4, id: 4, expected the id of a sym_load")]
    [InlineData("""[{"sym_load": [{"id": 7}, {"id": 7}]}]""", "7 again")]
    [InlineData("""[{"sym_load": [{"status": 0}]}]""", "1 without ids, expected all 2")]
    [InlineData("""[{"line": [{"id": 4, "from_status": 3}]}]""", "from_status: 3")]
    [InlineData("""[{"source": [{"id": 3, "u_ref": -1}]}]""", "u_ref: -1")]
    public void A_scenario_that_cannot_be_is_refused(string scenarios, string expected)
    {
        var update = Update(scenarios);

        Assert.Contains(expected, Assert.Throws<GridFormatException>(() => update.Apply(0, Input(Data))).Message, StringComparison.Ordinal);
    }
}
