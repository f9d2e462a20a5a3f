namespace Platone.Grid.Formats.Cim;

/// <summary>Reactive capability curves: what a machine can give by the active power that it gives. Beyond the curve's ends the end holds.</summary>
sealed class CapabilityCurves(CimModel model)
{
    private readonly Dictionary<CimObject, List<Point>> _curves =
        model.OfClassBy(CimProperties.CurveOf, "CurveData").ToDictionary(curve => curve.Key, PointsOf);

    /// <param name="activeMw">Production.</param>
    /// <returns>Null where the curve has no points.</returns>
    public ReactiveRange? At(CimObject curve, double activeMw)
    {
        if (!_curves.TryGetValue(curve, out var points)) return null;

        var place = points.BinarySearch(new(activeMw, 0, 0), Comparer<Point>.Create((first, second) => first.ActiveMw.CompareTo(second.ActiveMw)));
        if (place >= 0) return RangeOf(points[place], points[place], 0);
        if (~place == 0) return RangeOf(points[0], points[0], 0);
        if (~place == points.Count) return RangeOf(points[^1], points[^1], 0);

        var (before, after) = (points[~place - 1], points[~place]);
        var isStepped = curve.Choice(CimProperties.CurveStyle) == "constantYValue";
        return RangeOf(before, after, isStepped ? 0 : (activeMw - before.ActiveMw) / (after.ActiveMw - before.ActiveMw));
    }

    private static List<Point> PointsOf(IEnumerable<CimObject> data) =>
    [
        .. data.Select(item => new Point(item.Number(CimProperties.CurveX), item.Number(CimProperties.CurveY1), item.Number(CimProperties.CurveY2)))
            .OrderBy(point => point.ActiveMw),
    ];

    private static ReactiveRange RangeOf(Point before, Point after, double share) => ReactiveRange.OfMvar(
        double.Lerp(before.MinimumMvar, after.MinimumMvar, share), double.Lerp(before.MaximumMvar, after.MaximumMvar, share));

    private readonly record struct Point(double ActiveMw, double MinimumMvar, double MaximumMvar);
}
