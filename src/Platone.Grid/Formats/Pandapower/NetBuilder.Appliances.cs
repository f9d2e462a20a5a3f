using System.Numerics;

namespace Platone.Grid.Formats.Pandapower;

/// <summary>External grids, generators, loads, shunts and what is told as one of these.</summary>
internal sealed partial class NetBuilder
{
    private const double Mega = 1e6;

    private int _deltaLoads;

    private void AddAppliances()
    {
        foreach (var row in net.Table("ext_grid").Rows) AddSource(row, "ext_grid");
        foreach (var row in net.Table("gen").Rows) AddGenerator(row);
        foreach (var row in net.Table("sgen").Rows) AddStaticGenerator(row, "sgen", Power(row, "p_mw", "q_mvar"));
        foreach (var row in net.Table("asymmetric_sgen").Rows) AddStaticGenerator(row, "asymmetric_sgen", PhasePowers(row));
        foreach (var row in net.Table("load").Rows) AddLoad(row, "load", LoadPower(row));
        foreach (var row in net.Table("asymmetric_load").Rows) AddLoad(row, "asymmetric_load", new(PhasePowers(row), default, default));
        foreach (var row in net.Table("motor").Rows) AddLoad(row, "motor", ZipPower.OfPower(MotorPower(row)));
        foreach (var row in net.Table("storage").Rows) AddLoad(row, "storage", new(Power(row, "p_mw", "q_mvar"), default, default));
        foreach (var row in net.Table("ward").Rows) AddLoad(row, "ward", WardPower(row));
        foreach (var row in net.Table("xward").Rows) AddExtendedWard(row);
        foreach (var row in net.Table("shunt").Rows) AddShunt(row);
        if (_deltaLoads > 0) _parts.LeftOut.Add($"{_deltaLoads} loads or generators in delta are taken as in star.");
    }

    /// <summary>Holds its bus's voltage: short-circuit powers do not count in pandapower's balanced power flow.</summary>
    private void AddSource(DataRow row, string table)
    {
        var node = NodeOf(row, "bus");
        Place(row, table, _parts.Sources.Count);
        var angleRad = Angle.Radians(row.Number("va_degree", 0));
        _parts.Sources.Add(new(row.Id, row.Name, node, IsConnected(row, node), row.Positive("vm_pu") * RatedV(node), angleRad));
    }

    private void AddGenerator(DataRow row)
    {
        if (row.Flag("slack", whereMissing: false))
        {
            AddSource(row, "gen as source");
            return;
        }
        var node = NodeOf(row, "bus");
        Place(row, "gen", _parts.Generators.Count);
        _parts.Generators.Add(new(row.Id, row.Name, node, IsConnected(row, node), ZipPower.OfPower(row.Number("p_mw") * row.Number("scaling", 1) * Mega))
        {
            Target = new(node, row.Positive("vm_pu") * RatedV(node)),
            MinimumReactivePowerVar = row.Has("min_q_mvar") ? row.Number("min_q_mvar") * Mega : double.NegativeInfinity,
            MaximumReactivePowerVar = row.Has("max_q_mvar") ? row.Number("max_q_mvar") * Mega : double.PositiveInfinity,
        });
    }

    private void AddStaticGenerator(DataRow row, string table, PhasePower power)
    {
        var node = NodeOf(row, "bus");
        if (row.Text("type") == "delta") _deltaLoads++;
        Place(row, table, _parts.Generators.Count);
        _parts.Generators.Add(new(row.Id, row.Name, node, IsConnected(row, node), new(power, default, default)));
    }

    private void AddLoad(DataRow row, string table, ZipPower power)
    {
        var node = NodeOf(row, "bus");
        if (row.Text("type") == "delta") _deltaLoads++;
        Place(row, table, _parts.Loads.Count);
        _parts.Loads.Add(new(row.Id, row.Name, node, IsConnected(row, node), power));
    }

    private static PhasePower Power(DataRow row, string active, string reactive) =>
        PhasePower.Balanced(new Complex(row.Number(active), row.Number(reactive, 0)) * (row.Number("scaling", 1) * Mega));

    private static PhasePower PhasePowers(DataRow row)
    {
        var scale = row.Number("scaling", 1) * Mega;
        return new(Phase('a'), Phase('b'), Phase('c'));

        Complex Phase(char phase) => new Complex(row.Number($"p_{phase}_mw", 0), row.Number($"q_{phase}_mvar", 0)) * scale;
    }

    /// <summary>Shares of constant impedance and current, of active and reactive power together or of each.</summary>
    private static ZipPower LoadPower(DataRow row)
    {
        var total = Power(row, "p_mw", "q_mvar").Total;
        var (activeZ, activeI) = (Share("const_z_p_percent", "const_z_percent"), Share("const_i_p_percent", "const_i_percent"));
        var (reactiveZ, reactiveI) = (Share("const_z_q_percent", "const_z_percent"), Share("const_i_q_percent", "const_i_percent"));
        return new(
            Part(1 - activeZ - activeI, 1 - reactiveZ - reactiveI),
            Part(activeI, reactiveI),
            Part(activeZ, reactiveZ));

        double Share(string column, string older) => row.Number(column, row.Number(older, 0)) / 100;
        PhasePower Part(double active, double reactive) => PhasePower.Balanced(new(total.Real * active, total.Imaginary * reactive));
    }

    private static Complex MotorPower(DataRow row)
    {
        var electrical = row.Number("pn_mech_mw") / (row.Positive("efficiency_percent") / 100);
        var active = electrical * row.Number("loading_percent", 100) / 100 * row.Number("scaling", 1);
        var cosine = row.Number("cos_phi");
        if (cosine is <= 0 or > 1) throw row.Wrong("cos_phi", FormattableString.Invariant($"{cosine}"), "a number above 0, at most 1");

        return new Complex(active, active * Math.Tan(Math.Acos(cosine))) * Mega;
    }

    /// <summary>A part of constant power and one of constant impedance.</summary>
    private static ZipPower WardPower(DataRow row) => new(
        PhasePower.Balanced(new Complex(row.Number("ps_mw"), row.Number("qs_mvar")) * Mega),
        default,
        PhasePower.Balanced(new Complex(row.Number("pz_mw"), row.Number("qz_mvar")) * Mega));

    /// <summary>A ward and, behind an impedance, a voltage that is held without active power.</summary>
    private void AddExtendedWard(DataRow row)
    {
        AddLoad(row, "xward", WardPower(row));
        var node = NodeOf(row, "bus");
        var impedance = new Complex(row.Number("r_ohm"), row.Number("x_ohm"));
        if (impedance == 0) throw row.Wrong("r_ohm, x_ohm", "0 both", "an impedance");

        var inner = _parts.Nodes.Count;
        _parts.Nodes.Add(new($"{row.Id}.inner", row.Name, RatedV(node)));
        _nodeIsInService.Add(true);
        var isConnected = IsConnected(row, node);
        _parts.Lines.Add(new(row.Id, row.Name, node, inner, isConnected, isConnected) { PositiveSequence = PiCircuit.Of(impedance, 0) });
        _parts.Generators.Add(new(row.Id, row.Name, inner, isConnected, default) { Target = new(inner, row.Positive("vm_pu") * RatedV(node)) });
    }

    private void AddShunt(DataRow row)
    {
        var node = NodeOf(row, "bus");
        var voltage = row.Positive("vn_kv", RatedV(node) / 1e3) * 1e3;
        var power = new Complex(row.Number("p_mw", 0), row.Number("q_mvar")) * (row.Number("step", 1) * Mega);
        Place(row, "shunt", _parts.Shunts.Count);
        _parts.Shunts.Add(new(row.Id, row.Name, node, IsConnected(row, node), Complex.Conjugate(power) / (voltage * voltage)));
    }
}
