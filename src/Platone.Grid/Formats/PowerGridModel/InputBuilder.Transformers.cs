namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>Transformers of two and of three windings.</summary>
internal sealed partial class InputBuilder
{
    private int AddTransformer(in ComponentRow row)
    {
        var (from, to) = Ends(row);
        var nameplate = TransformerNameplate.Read(row);
        if (nameplate.HasResistanceAtTapsOnly)
            _parts.LeftOut.Add($"transformer {row.Id}: the resistance that only its outer taps have is left out.");

        var taps = Taps.Read(row, TransformerNameplate.Sides);
        SayClamped(row, taps);
        return Append(_parts.Transformers, nameplate.ToTransformer(row, from, to, taps));
    }

    private int AddThreeWinding(in ComponentRow row)
    {
        int[] nodes = [NodeOf(row, "node_1"), NodeOf(row, "node_2"), NodeOf(row, "node_3")];
        if (nodes[0] == nodes[1] || nodes[1] == nodes[2] || nodes[2] == nodes[0]) throw row.Wrong("node_1 ... node_3", "one node twice", "three nodes");

        var nameplate = ThreeWindingNameplate.Read(row);
        var taps = Taps.Read(row, ThreeWindingNameplate.Sides);
        SayClamped(row, taps);
        if (nameplate.HasPartAtTapsOnly)
            _parts.LeftOut.Add($"three_winding_transformer {row.Id}: a resistance or reactance that only its outer taps have is left out.");

        var star = Append(_parts.Nodes, new($"{row.IdText}.star", row.Extra, _parts.Nodes[nodes[0]].RatedVoltageV) { IsStarPoint = true });
        var legs = nameplate.ToLegs(row, nodes, star, taps);
        var first = _parts.Transformers.Count;
        _parts.Transformers.AddRange(legs);
        return Append(_parts.ThreeWindingTransformers, new(row.IdText, row.Extra, star, first, first + 1, first + 2));
    }

    private void SayClamped(in ComponentRow row, in Taps taps)
    {
        if (taps.WasOutside)
            _parts.LeftOut.Add($"{row.Kind} {row.Id}: tap_pos is outside tap_min and tap_max; {taps.Position} is taken, as power-grid-model does.");
    }
}
