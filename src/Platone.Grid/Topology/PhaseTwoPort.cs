using System.Numerics;
using Platone.Grid.Numerics;

namespace Platone.Grid.Topology;

/// <summary>A branch by the admittances of its three phases, siemens.</summary>
readonly record struct PhaseTwoPort(PhaseMatrix FromFrom, PhaseMatrix FromTo, PhaseMatrix ToFrom, PhaseMatrix ToTo)
{
    /// <exception cref="NetworkException">It says nothing of the zero sequence.</exception>
    public static PhaseTwoPort Of(Line line)
    {
        if (line.Phases is { } phases) return OfPhases(phases).WithEnds(line.FromClosed, line.ToClosed);
        if (line.ZeroSequence is not { } zero) throw Missing("line", line.Id);

        var positive = TwoPort.Of(line);
        return OfSequences(TwoPort.Of(line with { PositiveSequence = zero }), positive, positive);
    }

    /// <exception cref="NetworkException">It says nothing of the zero sequence.</exception>
    public static PhaseTwoPort Of(Transformer transformer)
    {
        if (transformer.ZeroSequence is not { } zero) throw Missing("transformer", transformer.Id);

        // A shift that leads in the positive sequence lags in the negative one.
        var positive = TwoPort.Of(transformer);
        var negative = positive with { FromTo = positive.ToFrom, ToFrom = positive.FromTo };
        return OfSequences(ZeroSequenceTwoPort.Of(transformer, zero), positive, negative);
    }

    public PhaseTwoPort PerUnit(double fromV, double toV, double basePowerVA) => new(
        FromFrom * (fromV * fromV / basePowerVA), FromTo * (fromV * toV / basePowerVA), ToFrom * (fromV * toV / basePowerVA), ToTo * (toV * toV / basePowerVA));

    private static PhaseTwoPort OfSequences(TwoPort zero, TwoPort positive, TwoPort negative) => new(
        PhaseMatrix.OfSequences(zero.FromFrom, positive.FromFrom, negative.FromFrom),
        PhaseMatrix.OfSequences(zero.FromTo, positive.FromTo, negative.FromTo),
        PhaseMatrix.OfSequences(zero.ToFrom, positive.ToFrom, negative.ToFrom),
        PhaseMatrix.OfSequences(zero.ToTo, positive.ToTo, negative.ToTo));

    private static PhaseTwoPort OfPhases(PhaseImpedance phases)
    {
        var series = PhaseMatrix.Of(phases.SeriesOhm).Inverse();
        var end = series + PhaseMatrix.Of(phases.TotalShuntSiemens) * 0.5;
        return new(end, series * -1, series * -1, end);
    }

    private PhaseTwoPort WithEnds(bool fromClosed, bool toClosed) => (fromClosed, toClosed) switch
    {
        (true, true) => this,
        (true, false) => new(FromFrom - FromTo * ToTo.Inverse() * ToFrom, default, default, default),
        (false, true) => new(default, default, default, ToTo - ToFrom * FromFrom.Inverse() * FromTo),
        _ => default,
    };

    private static NetworkException Missing(string kind, string id) => new($"{kind} {id}", "zero sequence: found none, expected one for an unbalanced study");
}
