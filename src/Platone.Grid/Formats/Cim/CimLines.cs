using System.Numerics;

namespace Platone.Grid.Formats.Cim;

/// <summary>Lines, series compensators and equivalent branches.</summary>
sealed class CimLines(CimModel model, CimNodes nodes, CurrentLimits limits, LeftOut leftOut)
{
    public List<Line> Read()
    {
        var lines = new List<Line>();
        foreach (var segment in model.OfClass("ACLineSegment")) lines.Add(LineOf(segment, CircuitOf(segment), ZeroCircuitOf(segment)));
        foreach (var compensator in model.OfClass("SeriesCompensator")) lines.Add(SeriesCompensatorOf(compensator));
        foreach (var branch in model.OfClass("EquivalentBranch")) lines.Add(EquivalentBranchOf(branch));
        return lines;
    }

    private Line LineOf(CimObject item, PiCircuit positive, PiCircuit? zero)
    {
        var (from, to) = nodes.TwoTerminalsOf(item);
        return new(item.Id, item.Name, nodes.PlaceOf(from), nodes.PlaceOf(to), nodes.IsClosed(from, item), nodes.IsClosed(to, item))
        {
            PositiveSequence = positive,
            ZeroSequence = zero,
            RatedCurrentA = limits.Of(item),
        };
    }

    private static PiCircuit CircuitOf(CimObject segment) => PiCircuit.Of(
        new(segment.Number(CimProperties.LineR), segment.Number(CimProperties.LineX)),
        new(segment.NumberOr(CimProperties.LineG, 0), segment.NumberOr(CimProperties.LineB, 0)));

    private static PiCircuit? ZeroCircuitOf(CimObject segment) => ZeroSeries(segment, CimProperties.LineR0, CimProperties.LineX0) is { } series
        ? PiCircuit.Of(series, new(segment.NumberOr(CimProperties.LineG0, 0), segment.NumberOr(CimProperties.LineB0, 0)))
        : null;

    private Line SeriesCompensatorOf(CimObject item)
    {
        var zero = ZeroSeries(item, CimProperties.SeriesR0, CimProperties.SeriesX0);
        var positive = new Complex(item.Number(CimProperties.SeriesR), item.Number(CimProperties.SeriesX));
        return LineOf(item, new(positive, 0, 0), zero is { } series ? new(series, 0, 0) : null);
    }

    private Line EquivalentBranchOf(CimObject item)
    {
        var (r, x) = (item.Number(CimProperties.EquivalentBranchR), item.Number(CimProperties.EquivalentBranchX));
        if (item.NumberOr(CimProperties.EquivalentBranchR21, r) != r || item.NumberOr(CimProperties.EquivalentBranchX21, x) != x)
            leftOut.Add("Equivalent branches with another impedance in the other direction have the one from end 1 to end 2 in both", item);

        var zero = ZeroSeries(item, CimProperties.EquivalentBranchR0, CimProperties.EquivalentBranchX0);
        return LineOf(item, new(new(r, x), 0, 0), zero is { } series ? new(series, 0, 0) : null);
    }

    /// <summary>Null where the file has none, or zeros as some tools write them for what they do not know.</summary>
    private static Complex? ZeroSeries(CimObject item, CimProperty r0, CimProperty x0)
    {
        var series = new Complex(item.NumberOr(r0, 0), item.NumberOr(x0, 0));
        return series == 0 ? null : series;
    }
}
