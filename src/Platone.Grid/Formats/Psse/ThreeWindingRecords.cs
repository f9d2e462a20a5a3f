namespace Platone.Grid.Formats.Psse;

/// <summary>
/// Which transformers of three windings a PSS/E record can hold: nothing but the three legs meets in the star point, and only the first winding magnetises.
/// </summary>
sealed class ThreeWindingRecords
{
    private readonly Network _network;
    private readonly int[] _equipmentAt;

    public ThreeWindingRecords(Network network)
    {
        _network = network;
        _equipmentAt = new int[network.Nodes.Count];
        foreach (var transformer in network.Transformers) Count(transformer.From, transformer.To);
        foreach (var line in network.Lines) Count(line.From, line.To);
        foreach (var link in network.Links) Count(link.From, link.To);
        foreach (var shunt in network.Shunts) Count(shunt.Node);
        foreach (var load in network.Loads) Count(load.Node);
        foreach (var source in network.Sources) Count(source.Node);
        foreach (var generator in network.Generators) Count(generator.Node, generator.Target?.Node ?? generator.Node);
    }

    public static Transformer[] Legs(Network network, ThreeWindingTransformer whole) =>
        [network.Transformers[whole.Leg1], network.Transformers[whole.Leg2], network.Transformers[whole.Leg3]];

    public bool CanHold(ThreeWindingTransformer whole)
    {
        var legs = Legs(_network, whole);
        var magnetises = legs[1].OuterShuntSiemens != 0 || legs[2].OuterShuntSiemens != 0;
        return legs.All(leg => IsPlain(leg, whole.StarPoint)) && !magnetises && _equipmentAt[whole.StarPoint] == 3 && Status(legs) >= 0;
    }

    private static bool IsPlain(Transformer leg, int star) =>
        leg.To == star && leg.From != star && leg.PositiveSequence.FromShuntSiemens == 0 && leg.PositiveSequence.ToShuntSiemens == 0;

    /// <summary>STAT: 0 none closed, 1 all, 2 all but the second, 3 all but the third, 4 all but the first; -1 where only one is.</summary>
    public static int Status(Transformer[] legs) => (IsClosed(legs[0]), IsClosed(legs[1]), IsClosed(legs[2])) switch
    {
        (true, true, true) => 1,
        (true, false, true) => 2,
        (true, true, false) => 3,
        (false, true, true) => 4,
        (false, false, false) => 0,
        _ => -1,
    };

    private static bool IsClosed(Transformer leg) => leg.FromClosed && leg.ToClosed;

    private void Count(params ReadOnlySpan<int> nodes)
    {
        foreach (var node in nodes) _equipmentAt[node]++;
    }
}
