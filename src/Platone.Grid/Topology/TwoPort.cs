using System.Numerics;

namespace Platone.Grid.Topology;

/// <summary>A branch by its admittances, siemens: <c>I_from = FromFrom · V_from + FromTo · V_to</c>, and likewise at the other end.</summary>
readonly record struct TwoPort(Complex FromFrom, Complex FromTo, Complex ToFrom, Complex ToTo)
{
    public static TwoPort Of(Line line) => line.PositiveSequence.SeriesOhm == 0
        ? WithoutImpedance(line.PositiveSequence, line.FromClosed, line.ToClosed)
        : OfCircuit(line.PositiveSequence).WithEnds(line.FromClosed, line.ToClosed);

    /// <summary>In the positive sequence. The negative one has the ratio's conjugate.</summary>
    public static TwoPort Of(Transformer transformer)
    {
        var inner = OfCircuit(AtItsTaps(transformer, transformer.PositiveSequence));
        return inner.BehindRatio(ComplexRatio(transformer))
            .WithOuterShunt(transformer.OuterShuntSiemens)
            .WithEnds(transformer.FromClosed, transformer.ToClosed);
    }

    public static TwoPort OfCircuit(PiCircuit circuit)
    {
        var series = 1 / circuit.SeriesOhm;
        return new(series + circuit.FromShuntSiemens, -series, -series, series + circuit.ToShuntSiemens);
    }

    /// <summary>The ratio of voltages without load, from side by to side.</summary>
    public static Complex ComplexRatio(Transformer transformer)
    {
        var ratio = Complex.FromPolarCoordinates(transformer.FromWindingV / transformer.ToWindingV, transformer.PhaseShiftRad);
        foreach (var changer in transformer.TapChangers) ratio *= changer.Step.ComplexRatio;
        return ratio;
    }

    public static PiCircuit AtItsTaps(Transformer transformer, PiCircuit circuit)
    {
        foreach (var changer in transformer.TapChangers)
        {
            var step = changer.Step;
            circuit = new(
                new(circuit.SeriesOhm.Real * step.ResistanceFactor, circuit.SeriesOhm.Imaginary * step.ReactanceFactor),
                Scaled(circuit.FromShuntSiemens, step),
                Scaled(circuit.ToShuntSiemens, step));
        }

        return circuit;
    }

    /// <summary>Seen through an ideal transformer at the from end that takes its voltage down by the ratio.</summary>
    public TwoPort BehindRatio(Complex ratio)
    {
        var square = ratio.Real * ratio.Real + ratio.Imaginary * ratio.Imaginary;
        return new(FromFrom / square, FromTo / Complex.Conjugate(ratio), ToFrom / ratio, ToTo);
    }

    /// <summary>An open end is eliminated: no current flows there, and what remains is a shunt at the other end.</summary>
    public TwoPort WithEnds(bool fromClosed, bool toClosed) => (fromClosed, toClosed) switch
    {
        (true, true) => this,
        (true, false) => new(FromFrom - Through(ToTo), 0, 0, 0),
        (false, true) => new(0, 0, 0, ToTo - Through(FromFrom)),
        _ => default,
    };

    /// <summary>Closed at both ends its nodes are one bus, and only its shunts are left to count.</summary>
    private static TwoPort WithoutImpedance(PiCircuit circuit, bool fromClosed, bool toClosed)
    {
        var (from, to) = (circuit.FromShuntSiemens, circuit.ToShuntSiemens);
        return (fromClosed, toClosed) switch
        {
            (true, true) => new(from, 0, 0, to),
            (true, false) => new(from + to, 0, 0, 0),
            (false, true) => new(0, 0, 0, from + to),
            _ => default,
        };
    }

    private Complex Through(Complex openEnd) => openEnd == 0 ? 0 : FromTo * ToFrom / openEnd;

    /// <param name="fromV">What voltages at the from end are told in.</param>
    public TwoPort PerUnit(double fromV, double toV, double basePowerVA) => new(
        FromFrom * (fromV * fromV / basePowerVA), FromTo * (fromV * toV / basePowerVA), ToFrom * (fromV * toV / basePowerVA), ToTo * (toV * toV / basePowerVA));

    private TwoPort WithOuterShunt(Complex siemens) => this with { FromFrom = FromFrom + siemens };

    private static Complex Scaled(Complex shunt, TapStep step) => new(shunt.Real * step.ConductanceFactor, shunt.Imaginary * step.SusceptanceFactor);
}
