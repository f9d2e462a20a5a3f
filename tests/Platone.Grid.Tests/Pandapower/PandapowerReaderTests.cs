using System.Numerics;
using Platone.Grid.Formats;
using Platone.Grid.PowerFlow;
using static Platone.Grid.Tests.Pandapower.PandapowerText;

namespace Platone.Grid.Tests.Pandapower;

public sealed class PandapowerReaderTests
{
    private static readonly (string, string, string[]) Buses = ("bus", "vn_kv in_service name",
        ["20.0, true, \"Hill\"", "0.4, true, null", "0.4, false, null", "0.4, true, null"]);

    private static readonly (string, string, string[]) Grid = ("ext_grid", "bus vm_pu va_degree in_service", ["0, 1.02, 30.0, true"]);

    private const string Trafo = "hv_bus lv_bus sn_mva vn_hv_kv vn_lv_kv vk_percent vkr_percent pfe_kw i0_percent shift_degree " +
        "tap_side tap_neutral tap_min tap_max tap_step_percent tap_step_degree tap_pos parallel in_service";

    [Fact]
    public void An_external_grid_holds_its_voltage()
    {
        var network = Net(Buses, Grid).Network;

        Assert.Equal(new Source("ext_grid 0", "", 0, true, 20_400, Math.PI / 6), network.Sources[0]);
        Assert.Equal(new Node("0", "Hill", 20_000), network.Nodes[0]);
    }

    [Fact]
    public void Parallel_lines_divide_the_impedance_and_multiply_the_charging()
    {
        var line = Net(Buses, ("line", "from_bus to_bus length_km r_ohm_per_km x_ohm_per_km c_nf_per_km g_us_per_km max_i_ka df parallel in_service",
            ["1, 3, 0.5, 0.4, 0.2, 200.0, 3.0, 0.1, 0.9, 2, true"])).Network.Lines[0];

        Assert.Equal(new Complex(0.1, 0.05), line.PositiveSequence.SeriesOhm);
        Assert.Equal(3e-6 / 2, line.PositiveSequence.FromShuntSiemens.Real, 1e-15);
        Assert.Equal(2 * Math.PI * 50 * 200e-9 / 2, line.PositiveSequence.FromShuntSiemens.Imaginary, 1e-15);
        Assert.Equal(180, line.RatedCurrentA!.Value, 1e-9);
        Assert.Null(line.ZeroSequence);
    }

    [Fact]
    public void Switches_and_buses_out_of_service_open_ends()
    {
        var network = Net(Buses,
            ("line", "from_bus to_bus length_km r_ohm_per_km x_ohm_per_km c_nf_per_km in_service",
                ["1, 3, 1.0, 1.0, 1.0, 0.0, true", "2, 3, 1.0, 1.0, 1.0, 0.0, true", "1, 3, 1.0, 1.0, 1.0, 0.0, false"]),
            ("switch", "bus element et closed z_ohm",
                ["3, 0, \"l\", false, 0.0", "1, 3, \"b\", true, 0.0", "1, 3, \"b\", false, 0.0", "1, 3, \"b\", true, 0.5"])).Network;

        Assert.Equal((true, false), (network.Lines[^3].FromClosed, network.Lines[^3].ToClosed));
        Assert.Equal((false, true), (network.Lines[^2].FromClosed, network.Lines[^2].ToClosed));
        Assert.Equal((false, false), (network.Lines[^1].FromClosed, network.Lines[^1].ToClosed));
        Assert.Equal([true, false], network.Links.Select(static link => link.IsClosed));
        Assert.Equal(0.5, network.Lines[0].PositiveSequence.SeriesOhm.Magnitude, 1e-12);
    }

    [Theory]
    [InlineData("hv", 1.05, 1)]
    [InlineData("lv", 1 / 1.05, 1.05 * 1.05)]
    public void A_tap_changer_multiplies_its_windings_voltage(string side, double ratio, double factor)
    {
        var transformer = Net(Buses, Grid, ("trafo", Trafo,
            [$"0, 1, 0.4, 20.0, 0.4, 6.0, 1.425, 1.35, 0.3375, 150.0, \"{side}\", 0, -2, 2, 2.5, 0.0, 2, 1, true"])).Network.Transformers[0];

        Assert.Equal(ratio, transformer.TapChangers[0].Step.Ratio, 1e-12);
        Assert.Equal(factor, transformer.TapChangers[0].Step.ReactanceFactor, 1e-12);
        Assert.Equal(150, transformer.PhaseShiftRad * 180 / Math.PI, 1e-9);
        Assert.Equal(0.01425 * 0.4, transformer.PositiveSequence.SeriesOhm.Real, 1e-5);
    }

    [Fact]
    public void The_T_of_a_transformer_draws_its_no_load_losses()
    {
        var network = Net(Buses, Grid, ("trafo", Trafo,
            ["0, 1, 0.4, 20.0, 0.4, 6.0, 1.425, 1.35, 0.3375, 150.0, null, null, null, null, null, null, null, 1, true"])).Network;
        var found = SymmetricPowerFlow.Solve(network);

        // Iron losses of 1.35 kW at rated voltage, at 1.02 of it; 0.3375 % of 400 kVA are 1.35 kVA, so that nothing reactive is left but in the leakage.
        Assert.Equal(1350 * 1.02 * 1.02, found.Transformers[0].FromVA.Real, 0.1);
        Assert.Equal(0, found.Transformers[0].FromVA.Imaginary, 0.5);
        Assert.Equal(1.02, found.NodeVoltagesPu[1].Magnitude, 1e-4);
    }

    [Fact]
    public void A_three_winding_transformer_has_the_impedances_between_its_windings()
    {
        var network = Net(("bus", "vn_kv", ["110.0", "20.0", "10.0"]), Grid, ("trafo3w",
            "hv_bus mv_bus lv_bus vn_hv_kv vn_mv_kv vn_lv_kv sn_hv_mva sn_mv_mva sn_lv_mva " +
            "vk_hv_percent vk_mv_percent vk_lv_percent vkr_hv_percent vkr_mv_percent vkr_lv_percent " +
            "pfe_kw i0_percent shift_mv_degree shift_lv_degree tap_side tap_neutral tap_min tap_max tap_step_percent tap_pos in_service",
            ["0, 1, 2, 110.0, 20.0, 10.0, 40.0, 30.0, 20.0, 10.0, 11.0, 12.0, 0.3, 0.31, 0.32, 0.0, 0.0, 0.0, 150.0, \"mv\", 0, -8, 8, 1.25, 4, true"]))
            .Network;
        var (hv, mv, lv) = (Series(0), Series(1), Series(2));

        // From hv to mv: 10 % of the smaller winding's 30 MVA, in ohms of 110 kV.
        Assert.Equal(0.10 * 110 * 110 / 30, (hv + mv).Magnitude, 1e-9);
        Assert.Equal(0.11 * 110 * 110 / 20, (mv + lv).Magnitude, 1e-9);
        Assert.Equal(0.12 * 110 * 110 / 20, (hv + lv).Magnitude, 1e-9);
        Assert.Equal(0.003 * 110 * 110 / 30, (hv + mv).Real, 1e-9);
        Assert.Equal(1.05, network.Transformers[1].TapChangers[0].Step.Ratio, 1e-12);
        Assert.Equal(-150, network.Transformers[2].PhaseShiftRad * 180 / Math.PI, 1e-9);
        Assert.True(network.Nodes[network.ThreeWindingTransformers[0].StarPoint].IsStarPoint);

        Complex Series(int leg) => network.Transformers[leg].PositiveSequence.SeriesOhm;
    }

    [Fact]
    public void Loads_have_their_shares_of_power_current_and_impedance()
    {
        var network = Net(Buses,
            ("load", "bus p_mw q_mvar const_z_percent const_i_percent scaling in_service", ["1, 0.1, 0.02, 20.0, 30.0, 2.0, true"]),
            ("motor", "bus pn_mech_mw cos_phi efficiency_percent loading_percent scaling in_service", ["1, 0.09, 0.8, 90.0, 50.0, 1.0, true"]),
            ("storage", "bus p_mw q_mvar scaling in_service", ["2, 0.1, 0.0, 1.0, true"]),
            ("ward", "bus ps_mw qs_mvar pz_mw qz_mvar in_service", ["1, 0.1, 0.2, 0.3, 0.4, true"])).Network;

        Assert.Equal(new(100_000, 20_000), Rounded(network.Loads[0].Power.Power.Total));
        Assert.Equal(new(60_000, 12_000), Rounded(network.Loads[0].Power.Current.Total));
        Assert.Equal(new(40_000, 8_000), Rounded(network.Loads[0].Power.Impedance.Total));
        Assert.Equal(new(50_000, 37_500), Rounded(network.Loads[1].Power.Power.Total));
        Assert.False(network.Loads[2].IsConnected);
        Assert.Equal(new(300_000, 400_000), Rounded(network.Loads[3].Power.Impedance.Total));
    }

    [Fact]
    public void Generators_shunts_and_extended_wards_are_read()
    {
        var network = Net(Buses,
            ("gen", "bus p_mw vm_pu min_q_mvar max_q_mvar scaling in_service slack",
                ["1, 0.2, 1.01, -0.1, 0.1, 1.0, true, false", "0, 0.2, 1.0, null, null, 1.0, true, true"]),
            ("sgen", "bus p_mw q_mvar scaling in_service", ["3, 0.05, -0.01, 0.5, true"]),
            ("asymmetric_sgen", "bus p_a_mw q_a_mvar p_b_mw q_b_mvar p_c_mw q_c_mvar scaling in_service type",
                ["3, 0.001, 0, 0.002, 0, 0.003, 0.001, 1, true, \"delta\""]),
            ("shunt", "bus p_mw q_mvar vn_kv step in_service", ["1, 0.0, -0.016, 0.4, 2, true"]),
            ("xward", "bus ps_mw qs_mvar pz_mw qz_mvar r_ohm x_ohm vm_pu in_service", ["3, 0, 0, 0, 0, 0.1, 0.2, 1.0, true"])).Network;

        Assert.Equal(new VoltageTarget(1, 404), network.Generators[0].Target);
        Assert.Equal(-100_000, network.Generators[0].MinimumReactivePowerVar);
        Assert.Equal(20_000, network.Sources[0].VoltageV);
        Assert.Equal(new(25_000, -5_000), Rounded(network.Generators[1].Power.Power.Total));
        Assert.Equal(new Complex(3_000, 1_000), network.Generators[2].Power.Power.C);
        // 16 kvar of a capacitor at 400 V are 0.1 S, twice.
        Assert.Equal(0.2, network.Shunts[0].PositiveSequenceSiemens.Imaginary, 1e-12);
        Assert.Equal(new VoltageTarget(4, 400), network.Generators[3].Target);
        Assert.Contains("delta", Assert.Single(network.LeftOut), StringComparison.Ordinal);
    }

    [Fact]
    public void Impedances_are_per_unit_of_both_voltages_and_direct_current_lines_end_in_generators()
    {
        var network = Net(Buses,
            ("impedance", "from_bus to_bus rft_pu xft_pu rtf_pu xtf_pu sn_mva in_service", ["0, 1, 0.01, 0.06, 0.01, 0.06, 0.4, true"]),
            ("dcline", "from_bus to_bus p_mw loss_percent loss_mw vm_from_pu vm_to_pu in_service", ["1, 3, 1.0, 1.0, 0.02, 1.0, 1.01, true"])).Network;

        Assert.Equal(new Complex(0.004, 0.024), network.Transformers[0].PositiveSequence.SeriesOhm);
        Assert.Equal(-1e6, network.Generators[0].Power.Power.Total.Real, 1e-6);
        Assert.Equal(0.97e6, network.Generators[1].Power.Power.Total.Real, 1e-6);
        Assert.Equal(404, network.Generators[1].Target!.Value.VoltageV, 1e-9);
    }

    [Fact]
    public void Power_measured_at_a_bus_counts_what_is_taken_and_both_parts_are_one_sensor()
    {
        var measurements = Net(Buses, ("measurement", "name measurement_type element_type element value std_dev side",
            ["null, \"p\", \"bus\", 1, 0.3, 0.01, null", "null, \"q\", \"bus\", 1, 0.1, 0.02, null", "\"V\", \"v\", \"bus\", 1, 1.01, 0.004, null"]))
            .Measurements;

        var power = Assert.Single(measurements.Powers);
        Assert.Equal(-300_000, power.ActiveW.A, 1e-6);
        Assert.Equal(-100_000, power.ReactiveVar.A, 1e-6);
        Assert.Equal(20_000, power.ReactiveSigmaVar.A, 1e-6);
        Assert.Equal(404, measurements.Voltages[0].MagnitudeV.A, 1e-9);
    }

    public static TheoryData<string, string, string, string> Wrong => new()
    {
        { "bus", "vn_kv", "0.0", "bus 0, vn_kv: 0.0, expected a number above 0" },
        { "bus", "name", "\"x\"", "bus 0, vn_kv: no such column" },
        { "load", "bus p_mw", "7, 1.0", "load 0, bus: bus 7, expected the index of a bus" },
        { "load", "bus p_mw", "0, null", "load 0, p_mw: nothing, expected a finite number" },
        { "load", "bus p_mw", "0.5, 1.0", "load 0, bus: 0.5, expected a whole number" },
        { "load", "bus p_mw in_service", "0, 1.0, \"yes\"", "in_service: \"yes\", expected true or false" },
        { "load", "bus bus", "0, 1.0", "load: the column 'bus' twice" },
        { "load", "bus p_mw", "0", "load, row 1: not a list of 2 values" },
        { "line", "from_bus to_bus length_km r_ohm_per_km x_ohm_per_km", "0, 0, 1.0, 0.0, 0.0", "0 both" },
        { "switch", "bus element et closed", "0, 0, \"q\", true", "switch 0, et: 'q', expected b, l, t or t3" },
        { "measurement", "measurement_type element_type element value std_dev", "\"v\", \"bus\", 9, 1.0, 0.1", "element: bus 9, expected the index of a bus" },
        { "measurement", "measurement_type element_type element value std_dev side", "\"p\", \"line\", 9, 1.0, 0.1, \"from\"", "line 9, expected an element" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_table_is_refused_with_its_place(string table, string columns, string row, string expected)
    {
        (string, string, string[])[] tables = table == "bus" ? [(table, columns, [row])] : [Buses, (table, columns, [row])];

        Assert.Contains(expected, Assert.Throws<GridFormatException>(() => Net(tables)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "_object: no object")]
    [InlineData("""{"_object": {}}""", "bus: no row")]
    [InlineData("""{"_object": {"bus": {"_object": 7}}}""", "bus: no text in _object")]
    [InlineData("""{"_object": {"bus": {"_object": "{"}}}""", "bus: not valid JSON")]
    [InlineData("""{"_object": {"bus": {"_object": "{}"}}}""", "bus: no list 'columns'")]
    [InlineData("""{"_object": {"bus": {"_object": "\ud800"}}}""", "cannot be decoded")]
    public void What_is_no_net_is_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<GridFormatException>(() => Read(text)).Message, StringComparison.Ordinal);

    private static Complex Rounded(Complex value) => new(Math.Round(value.Real, 6), Math.Round(value.Imaginary, 6));
}
