using System.Numerics;

namespace Platone.Grid.Formats.Pandapower;

/// <summary>Transformers of two and three windings.</summary>
internal sealed partial class NetBuilder
{
    /// <summary>Pandapower's default: half of the series impedance at either side of the magnetising one.</summary>
    private bool UsesTModel => net.Option("trafo_model") is not "pi";

    private void AddTransformer(DataRow row)
    {
        var parallel = row.Positive("parallel", 1);
        var rated = row.Positive("sn_mva") * 1e6;
        var (hv, lv) = (row.Positive("vn_hv_kv") * 1e3, row.Positive("vn_lv_kv") * 1e3);
        var ohm = lv * lv / rated;
        var series = TransformerCircuit.Series(row, "vk_percent", "vkr_percent") * (ohm / parallel);
        if (series == 0) throw row.Wrong("vk_percent", "0", "a short-circuit voltage");

        Place(row, "trafo", _parts.Transformers.Count);
        _parts.Transformers.Add(new(row.Id, row.Name, NodeOf(row, "hv_bus"), NodeOf(row, "lv_bus"), IsClosed(row, "t", "hv_bus"), IsClosed(row, "t", "lv_bus"))
        {
            FromWindingV = hv,
            ToWindingV = lv,
            PhaseShiftRad = Angle.Radians(row.Number("shift_degree", 0)),
            PositiveSequence = TransformerCircuit.Pi(series, TransformerCircuit.Magnetising(row, rated) * (parallel / ohm), UsesTModel),
            ZeroSequence = ZeroSequence(row, ohm / parallel),
            TapChangers = [.. TapsOf(row, "", isAtFrom: row.Text("tap_side") == "hv"), .. TapsOf(row, "2", isAtFrom: row.Text("tap2_side") == "hv")],
            RatedPowerVA = rated * parallel * row.Positive("df", 1),
        });
    }

    private static TransformerZeroSequence? ZeroSequence(DataRow row, double ohm)
    {
        if (VectorGroup.Parse(row.Text("vector_group")) is not var (hv, lv)) return null;

        // Where no winding is earthed, nothing passes and no figures are needed.
        if (!row.Has("vk0_percent") || !row.Has("vkr0_percent") || !row.Has("mag0_percent") || !row.Has("mag0_rx"))
            return VectorGroup.IsEarthed(hv) || VectorGroup.IsEarthed(lv) ? null : new TransformerZeroSequence(hv, lv, new(ohm, 0, 0));

        var series = TransformerCircuit.Series(row, "vk0_percent", "vkr0_percent") * ohm;
        if (series == 0) series = TransformerCircuit.Series(row, "vk_percent", "vkr_percent") * ohm;
        var ratio = row.Number("mag0_rx");
        var reactance = series.Magnitude * row.Positive("mag0_percent") / Math.Sqrt(1 + ratio * ratio);
        var circuit = TransformerCircuit.ZeroSequence(hv, lv, series, new(ratio * reactance, reactance), row.Number("si0_hv_partial", 0.5));
        return new(hv, lv, circuit)
        {
            FromEarthingOhm = VectorGroup.IsEarthed(hv) ? new Complex(0, row.Number("xn_ohm", 0)) : 0,
        };
    }

    /// <summary>Nothing where the transformer has no such tap changer.</summary>
    private TapChanger[] TapsOf(DataRow row, string number, bool isAtFrom)
    {
        if (!row.Has($"tap{number}_pos") || !row.Has($"tap{number}_side") || !row.Has($"tap{number}_neutral")) return [];
        if (TapSteps.KindOf(row, number) is not { } kind) return [];
        if (kind == TapKind.Tabular)
        {
            _parts.LeftOut.Add($"{row.Id}: its taps' table is not read; its ratio is that of the neutral position.");
            return [];
        }
        return [TapSteps.Read(row, number, kind, isAtFrom, impedanceFollows: !isAtFrom)];
    }

    private void AddThreeWinding(DataRow row)
    {
        int[] nodes = [NodeOf(row, "hv_bus"), NodeOf(row, "mv_bus"), NodeOf(row, "lv_bus")];
        var star = _parts.Nodes.Count;
        _parts.Nodes.Add(new($"{row.Id}.star", row.Name, RatedV(nodes[0])) { IsStarPoint = true });
        _nodeIsInService.Add(true);

        var first = _parts.Transformers.Count;
        for (var leg = 0; leg < 3; leg++) _parts.Transformers.Add(Leg(row, leg, nodes[leg], star));

        Place(row, "trafo3w", _parts.ThreeWindingTransformers.Count);
        _parts.ThreeWindingTransformers.Add(new(row.Id, row.Name, star, first, first + 1, first + 2));
        if (row.Flag("tap_at_star_point", whereMissing: false))
            _parts.LeftOut.Add($"{row.Id}: its tap changer is taken as one at the terminal, not at the star point.");
    }

    private Transformer Leg(DataRow row, int leg, int node, int star)
    {
        var side = ThreeWindingCircuit.Sides[leg];
        var hv = row.Positive("vn_hv_kv") * 1e3;
        var rated = row.Positive($"sn_{side}_mva") * 1e6;
        var series = ThreeWindingCircuit.LegSeries(row, leg) * (hv * hv);
        if (series == 0) throw row.Wrong($"vk_{side}_percent", "values that leave a leg no impedance", "others");

        var lossSide = row.Text("loss_side") is { Length: > 0 } told ? told : "hv";
        var magnetising = side == lossSide ? TransformerCircuit.Magnetising(row, rated) * (rated / (hv * hv)) : 0;
        return new($"{row.Id}.{side}", row.Name, node, star, IsClosed(row, "t3", $"{side}_bus"), row.IsInService)
        {
            FromWindingV = row.Positive($"vn_{side}_kv") * 1e3,
            ToWindingV = hv,
            PhaseShiftRad = leg == 0 ? 0 : -Angle.Radians(row.Number($"shift_{side}_degree", 0)),
            PositiveSequence = TransformerCircuit.Pi(series, magnetising, UsesTModel),
            TapChangers = row.Text("tap_side") == side ? TapsOf(row, "", isAtFrom: true) : [],
            RatedPowerVA = rated,
        };
    }
}
