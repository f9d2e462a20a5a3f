using System.Numerics;

namespace Platone.Grid.Formats.Pandapower;

/// <summary>Lines, impedances and direct-current lines; transformers are told apart.</summary>
internal sealed partial class NetBuilder
{
    private void AddBranches()
    {
        foreach (var row in net.Table("line").Rows) AddLine(row);
        foreach (var row in net.Table("trafo").Rows) AddTransformer(row);
        foreach (var row in net.Table("trafo3w").Rows) AddThreeWinding(row);
        foreach (var row in net.Table("impedance").Rows) AddImpedance(row);
        foreach (var row in net.Table("dcline").Rows) AddDirectCurrentLine(row);
    }

    private void AddLine(DataRow row)
    {
        var parallel = row.Positive("parallel", 1);
        Place(row, "line", _parts.Lines.Count);
        _parts.Lines.Add(new(row.Id, row.Name, NodeOf(row, "from_bus"), NodeOf(row, "to_bus"), IsClosed(row, "l", "from_bus"), IsClosed(row, "l", "to_bus"))
        {
            PositiveSequence = LineCircuit(row, "", parallel),
            ZeroSequence = row.Has("r0_ohm_per_km") && row.Has("x0_ohm_per_km") ? LineCircuit(row, "0", parallel) : null,
            RatedCurrentA = row.Has("max_i_ka") ? row.Number("max_i_ka") * row.Number("df", 1) * parallel * 1e3 : null,
        });
    }

    /// <param name="sequence">As it stands in columns: nothing, or 0.</param>
    private PiCircuit LineCircuit(DataRow row, string sequence, double parallel)
    {
        var length = row.Positive("length_km");
        var series = new Complex(row.Number($"r{sequence}_ohm_per_km"), row.Number($"x{sequence}_ohm_per_km")) * (length / parallel);
        if (series == 0) throw row.Wrong($"r{sequence}_ohm_per_km, x{sequence}_ohm_per_km", "0 both", "an impedance; a connection without one is a switch");

        var conductance = sequence.Length == 0 ? row.Number("g_us_per_km", 0) * 1e-6 : 0;
        var susceptance = 2 * Math.PI * FrequencyHz * row.Number($"c{sequence}_nf_per_km", 0) * 1e-9;
        return PiCircuit.Of(series, new Complex(conductance, susceptance) * (length * parallel));
    }

    private double FrequencyHz => net.Number("f_hz") is > 0 and var frequency && double.IsFinite(frequency) ? frequency : 50;

    /// <summary>In per unit of both buses' rated voltages, so that it may join two voltages.</summary>
    private void AddImpedance(DataRow row)
    {
        var (from, to) = (NodeOf(row, "from_bus"), NodeOf(row, "to_bus"));
        var ohm = RatedV(to) * RatedV(to) / (row.Positive("sn_mva") * 1e6);
        var forward = new Complex(row.Number("rft_pu"), row.Number("xft_pu"));
        if (forward == 0) throw row.Wrong("rft_pu, xft_pu", "0 both", "an impedance");
        if (forward != new Complex(row.Number("rtf_pu", forward.Real), row.Number("xtf_pu", forward.Imaginary)))
            _parts.LeftOut.Add($"{row.Id} differs by direction; that from its from bus is taken for both.");

        var circuit = new PiCircuit(forward * ohm, Shunt("gf_pu", "bf_pu"), Shunt("gt_pu", "bt_pu"));
        PiCircuit? zero = row.Has("rft0_pu") && row.Has("xft0_pu") ? new(new Complex(row.Number("rft0_pu"), row.Number("xft0_pu")) * ohm, 0, 0) : null;
        var (fromClosed, toClosed) = (IsConnected(row, from), IsConnected(row, to));
        if (RatedV(from) == RatedV(to))
        {
            _parts.Lines.Add(new(row.Id, row.Name, from, to, fromClosed, toClosed) { PositiveSequence = circuit, ZeroSequence = zero });
            return;
        }
        _parts.Transformers.Add(new(row.Id, row.Name, from, to, fromClosed, toClosed)
        {
            FromWindingV = RatedV(from),
            ToWindingV = RatedV(to),
            PositiveSequence = circuit,
            ZeroSequence = zero is { } known ? new(WindingConnection.EarthedStar, WindingConnection.EarthedStar, known) : null,
        });

        Complex Shunt(string conductance, string susceptance) => new Complex(row.Number(conductance, 0), row.Number(susceptance, 0)) / ohm;
    }

    /// <summary>Takes active power at its from bus and gives it, less its losses, at its to bus; holds the voltage at both.</summary>
    private void AddDirectCurrentLine(DataRow row)
    {
        var (from, to) = (NodeOf(row, "from_bus"), NodeOf(row, "to_bus"));
        var sent = row.Number("p_mw") * 1e6;
        var received = sent * (1 - row.Number("loss_percent", 0) / 100) - row.Number("loss_mw", 0) * 1e6;
        _parts.Generators.Add(DirectCurrentEnd(row, "from", from, -sent));
        _parts.Generators.Add(DirectCurrentEnd(row, "to", to, received));
    }

    private Generator DirectCurrentEnd(DataRow row, string end, int node, double activeW) =>
        new($"{row.Id} {end}", row.Name, node, IsConnected(row, node), ZipPower.OfPower(activeW))
        {
            Target = new(node, row.Positive($"vm_{end}_pu") * RatedV(node)),
            MinimumReactivePowerVar = row.Has($"min_q_{end}_mvar") ? row.Number($"min_q_{end}_mvar") * 1e6 : double.NegativeInfinity,
            MaximumReactivePowerVar = row.Has($"max_q_{end}_mvar") ? row.Number($"max_q_{end}_mvar") * 1e6 : double.PositiveInfinity,
        };
}
