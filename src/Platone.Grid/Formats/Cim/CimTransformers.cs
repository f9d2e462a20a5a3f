using System.Numerics;

namespace Platone.Grid.Formats.Cim;

/// <summary>
/// Transformers of two and three windings. An end's impedance and magnetising admittance lie between its tap changer and the ideal transformer, in ohms and
/// siemens of its own rated voltage (IEC 61970-301, PowerTransformerEnd: a pi model with two ends, a star with three). The standard does not say where in
/// the circuit magnetising stands; the published solved cases have half of it at either end of the pi, and all of it at the star point.
/// </summary>
sealed class CimTransformers
{
    private readonly CimModel _model;
    private readonly CimNodes _nodes;
    private readonly CimTapChangers _taps;
    private readonly LeftOut _leftOut;
    private readonly bool _clocksCount;
    private readonly List<Transformer> _transformers = [];
    private readonly List<ThreeWindingTransformer> _threeWinding = [];
    private readonly ILookup<CimObject, CimObject> _ends;

    public CimTransformers(CimModel model, CimNodes nodes, CimTapChangers taps, LeftOut leftOut)
    {
        (_model, _nodes, _taps, _leftOut) = (model, nodes, taps, leftOut);
        _ends = model.OfClassBy(CimProperties.EndTransformer, "PowerTransformerEnd");
        _clocksCount = ClockNumbers.Count(_ends.SelectMany(ends => PairsOf([.. ends])), leftOut);
    }

    public (List<Transformer> Transformers, List<ThreeWindingTransformer> ThreeWinding) Read()
    {
        foreach (var item in _model.OfClass("PowerTransformer")) Read(item);
        return (_transformers, _threeWinding);
    }

    private void Read(CimObject item)
    {
        var ends = _ends[item].OrderBy(end => end.Whole(CimProperties.EndNumber)).Select(end => new TransformerEnd(end)).ToList();
        if (ends.Count == 2) _transformers.Add(TwoWinding(item, ends[0], ends[1]));
        else if (ends.Count == 3) ReadThreeWinding(item, ends);
        else throw item.Error($"{ends.Count} ends; expected 2 or 3");
    }

    private Transformer TwoWinding(CimObject item, TransformerEnd from, TransformerEnd to)
    {
        var square = to.RatedV * to.RatedV / (from.RatedV * from.RatedV);
        var series = from.SeriesOhm * square + to.SeriesOhm;
        if (series == 0) throw item.Error("no series impedance; expected r or x at one of its ends");

        List<TapChanger> taps =
        [
            .. _taps.Of(from.Item, x => (from.WithX(x) * square + to.SeriesOhm).Imaginary / series.Imaginary),
            .. _taps.Of(to.Item, x => (from.SeriesOhm * square + to.WithX(x)).Imaginary / series.Imaginary).Select(CimTapChangers.SeenFromTheOtherEnd),
        ];
        return new(item.Id, item.Name, PlaceOf(from), PlaceOf(to), IsClosed(from, item), IsClosed(to, item))
        {
            FromWindingV = from.RatedV,
            ToWindingV = to.RatedV,
            PhaseShiftRad = _clocksCount ? to.ClockRad - from.ClockRad : 0,
            PositiveSequence = PiCircuit.Of(series, from.ShuntSiemens / square + to.ShuntSiemens),
            ZeroSequence = ZeroSequenceOf(from, to, square),
            TapChangers = taps,
            RatedPowerVA = Lower(from.RatedVA, to.RatedVA),
        };
    }

    /// <summary>Its ends as legs to a star point, whose rated voltage is that of end 1.</summary>
    private void ReadThreeWinding(CimObject item, List<TransformerEnd> ends)
    {
        var starV = ends[0].RatedV;
        var star = _nodes.AddStarPoint(item, starV);
        var first = _transformers.Count;
        foreach (var end in ends) _transformers.Add(Leg(item, end, star, starV, ends[0].ClockRad));
        _threeWinding.Add(new(item.Id, item.Name, star, first, first + 1, first + 2));
    }

    private Transformer Leg(CimObject item, TransformerEnd end, int star, double starV, double firstClockRad)
    {
        var square = starV * starV / (end.RatedV * end.RatedV);
        if (end.SeriesOhm == 0) throw end.Item.Error("no series impedance; expected r or x at each end of a transformer with three");

        return new($"{item.Id}/{end.Item.Whole(CimProperties.EndNumber)}", end.Item.Name, PlaceOf(end), star, IsClosed(end, item), true)
        {
            FromWindingV = end.RatedV,
            ToWindingV = starV,
            PhaseShiftRad = _clocksCount ? firstClockRad - end.ClockRad : 0,
            PositiveSequence = new(end.SeriesOhm * square, 0, end.ShuntSiemens / square),
            ZeroSequence = end.ZeroSeriesOhm is { } zero && end.Connection is { } connection
                ? new(connection, WindingConnection.EarthedStar, new(zero * square, 0, end.ZeroShuntSiemens / square)) { FromEarthingOhm = end.EarthingOhm }
                : null,
            TapChangers = [.. _taps.Of(end.Item, x => x / end.SeriesOhm.Imaginary)],
            RatedPowerVA = end.RatedVA,
        };
    }

    private static TransformerZeroSequence? ZeroSequenceOf(TransformerEnd from, TransformerEnd to, double square)
    {
        if (from.Connection is not { } fromConnection || to.Connection is not { } toConnection) return null;
        if (from.ZeroSeriesOhm is null && to.ZeroSeriesOhm is null) return null;

        var series = (from.ZeroSeriesOhm ?? 0) * square + (to.ZeroSeriesOhm ?? 0);
        return new(fromConnection, toConnection, PiCircuit.Of(series, from.ZeroShuntSiemens / square + to.ZeroShuntSiemens))
        {
            FromEarthingOhm = from.EarthingOhm,
            ToEarthingOhm = to.EarthingOhm,
        };
    }

    /// <summary>Ends with a clock number, each with the transformer's first end and both nodes' solved voltages.</summary>
    private IEnumerable<ClockNumbers.Pair> PairsOf(List<CimObject> ends)
    {
        var ordered = ends.OrderBy(end => end.Whole(CimProperties.EndNumber)).Select(end => new TransformerEnd(end)).ToList();
        foreach (var end in ordered.Skip(1))
        {
            if (end.ClockRad == ordered[0].ClockRad) continue;
            yield return new(end.Item, end.ClockRad - ordered[0].ClockRad, GivenAt(ordered[0]), GivenAt(end));
        }
    }

    private VoltagePhasor? GivenAt(TransformerEnd end) => _nodes.Nodes[PlaceOf(end)].GivenVoltage;

    private int PlaceOf(TransformerEnd end) => _nodes.PlaceOf(end.Terminal);

    private bool IsClosed(TransformerEnd end, CimObject transformer) => _nodes.IsClosed(end.Terminal, transformer);

    private static double? Lower(double? first, double? second) => first is { } a && second is { } b ? Math.Min(a, b) : first ?? second;
}
