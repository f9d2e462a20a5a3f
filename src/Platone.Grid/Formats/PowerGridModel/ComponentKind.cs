namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>The names that the format gives to its components, and the attributes of each.</summary>
/// <remarks>Source: power-grid-model's user manual, "Components".</remarks>
public static class ComponentKind
{
    public const string Node = "node";
    public const string Line = "line";
    public const string AsymLine = "asym_line";
    public const string Link = "link";
    public const string GenericBranch = "generic_branch";
    public const string Transformer = "transformer";
    public const string ThreeWindingTransformer = "three_winding_transformer";
    public const string Source = "source";
    public const string Shunt = "shunt";
    public const string SymLoad = "sym_load";
    public const string SymGen = "sym_gen";
    public const string AsymLoad = "asym_load";
    public const string AsymGen = "asym_gen";
    public const string TransformerTapRegulator = "transformer_tap_regulator";
    public const string VoltageRegulator = "voltage_regulator";
    public const string Fault = "fault";
    public const string SymVoltageSensor = "sym_voltage_sensor";
    public const string AsymVoltageSensor = "asym_voltage_sensor";
    public const string SymPowerSensor = "sym_power_sensor";
    public const string AsymPowerSensor = "asym_power_sensor";
    public const string SymCurrentSensor = "sym_current_sensor";
    public const string AsymCurrentSensor = "asym_current_sensor";

    private const string Branch = "from_node to_node from_status to_status";
    private const string Appliance = "node status";
    private const string TwoWinding = "u1 u2 sn uk pk i0 p0 i0_zero_sequence p0_zero_sequence winding_from winding_to clock tap_side " +
        "tap_pos tap_min tap_max tap_nom tap_size uk_min uk_max pk_min pk_max r_grounding_from x_grounding_from r_grounding_to x_grounding_to";
    private const string ThreeWinding = "node_1 node_2 node_3 status_1 status_2 status_3 u1 u2 u3 sn_1 sn_2 sn_3 uk_12 uk_13 uk_23 pk_12 pk_13 pk_23 i0 p0 " +
        "winding_1 winding_2 winding_3 clock_12 clock_13 tap_side tap_pos tap_min tap_max tap_nom tap_size uk_12_min uk_12_max uk_13_min uk_13_max " +
        "uk_23_min uk_23_max pk_12_min pk_12_max pk_13_min pk_13_max pk_23_min pk_23_max r_grounding_1 x_grounding_1 r_grounding_2 x_grounding_2 " +
        "r_grounding_3 x_grounding_3";
    private const string FourWires = "r_aa r_ba r_bb r_ca r_cb r_cc r_na r_nb r_nc r_nn " +
        "x_aa x_ba x_bb x_ca x_cb x_cc x_na x_nb x_nc x_nn c_aa c_ba c_bb c_ca c_cb c_cc c0 c1 i_n";
    private const string VoltageSensor = "measured_object u_sigma u_measured u_angle_measured";
    private const string PowerSensor = "measured_object measured_terminal_type power_sigma p_measured q_measured p_sigma q_sigma";
    private const string CurrentSensor = "measured_object measured_terminal_type angle_measurement_type i_sigma i_angle_sigma i_measured i_angle_measured";

    /// <summary>Every kind, in the order in which what refers comes after what is referred to.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Node, Line, AsymLine, Link, GenericBranch, Transformer, ThreeWindingTransformer, Source, Shunt, SymLoad, SymGen, AsymLoad, AsymGen,
        TransformerTapRegulator, VoltageRegulator, Fault,
        SymVoltageSensor, AsymVoltageSensor, SymPowerSensor, AsymPowerSensor, SymCurrentSensor, AsymCurrentSensor,
    ];

    private static readonly Dictionary<string, HashSet<string>> Attributes = new()
    {
        [Node] = Names("u_rated"),
        [Line] = Names(Branch, "r1 x1 c1 tan1 r0 x0 c0 tan0 i_n"),
        [AsymLine] = Names(Branch, FourWires),
        [Link] = Names(Branch),
        [GenericBranch] = Names(Branch, "r1 x1 g1 b1 k theta sn"),
        [Transformer] = Names(Branch, TwoWinding),
        [ThreeWindingTransformer] = Names(ThreeWinding),
        [Source] = Names(Appliance, "u_ref u_ref_angle sk rx_ratio z01_ratio"),
        [Shunt] = Names(Appliance, "g1 b1 g0 b0"),
        [SymLoad] = Names(Appliance, "type p_specified q_specified"),
        [SymGen] = Names(Appliance, "type p_specified q_specified"),
        [AsymLoad] = Names(Appliance, "type p_specified q_specified"),
        [AsymGen] = Names(Appliance, "type p_specified q_specified"),
        [TransformerTapRegulator] = Names("regulated_object status control_side u_set u_band line_drop_compensation_r line_drop_compensation_x"),
        [VoltageRegulator] = Names("regulated_object status u_ref q_min q_max"),
        [Fault] = Names("status fault_type fault_phase fault_object r_f x_f"),
        [SymVoltageSensor] = Names(VoltageSensor),
        [AsymVoltageSensor] = Names(VoltageSensor),
        [SymPowerSensor] = Names(PowerSensor),
        [AsymPowerSensor] = Names(PowerSensor),
        [SymCurrentSensor] = Names(CurrentSensor),
        [AsymCurrentSensor] = Names(CurrentSensor),
    };

    internal static bool Has(string kind, string attribute) => attribute == "id" || (Attributes.TryGetValue(kind, out var names) && names.Contains(attribute));

    internal static bool Exists(string kind) => Attributes.ContainsKey(kind);

    /// <summary>Whether the attribute has three values, one a phase.</summary>
    internal static bool IsPerPhase(string kind, string attribute) => kind switch
    {
        AsymLoad or AsymGen => attribute is "p_specified" or "q_specified",
        AsymVoltageSensor => attribute is "u_measured" or "u_angle_measured",
        AsymPowerSensor => attribute is "p_measured" or "q_measured" or "p_sigma" or "q_sigma",
        AsymCurrentSensor => attribute is "i_measured" or "i_angle_measured",
        _ => false,
    };

    private static HashSet<string> Names(params string[] lists) => [.. lists.SelectMany(static list => list.Split(' '))];
}
