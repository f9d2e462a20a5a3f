namespace Platone.Grid.Formats.Cim;

/// <summary>Reactive capability curves: what a machine can give by the active power that it gives. Beyond the curve's ends the end holds.</summary>
sealed class CapabilityCurves(CimModel model)
{
    private readonly ILookup<CimObject, CimObject> _points = model.OfClassBy(CimProperties.CurveOf, "CurveData");

    /// <param name="activeMw">Production.</param>
    /// <returns>Null where the curve has no points.</returns>
    public ReactiveRange? At(CimObject curve, double activeMw)
    {
        var points = _points[curve].OrderBy(point => point.Number(CimProperties.CurveX)).ToList();
        if (points.Count == 0) return null;

        var next = points.FindIndex(point => point.Number(CimProperties.CurveX) > activeMw);
        if (next == 0) return RangeOf(points[0], points[0], 0);
        if (next < 0) return RangeOf(points[^1], points[^1], 0);

        var (before, after) = (points[next - 1], points[next]);
        var start = before.Number(CimProperties.CurveX);
        var share = curve.Choice(CimProperties.CurveStyle) == "constantYValue" ? 0 : (activeMw - start) / (after.Number(CimProperties.CurveX) - start);
        return RangeOf(before, after, share);
    }

    private static ReactiveRange RangeOf(CimObject before, CimObject after, double share) => ReactiveRange.OfMvar(
        double.Lerp(before.Number(CimProperties.CurveY1), after.Number(CimProperties.CurveY1), share),
        double.Lerp(before.Number(CimProperties.CurveY2), after.Number(CimProperties.CurveY2), share));
}
