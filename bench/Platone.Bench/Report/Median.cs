namespace Platone.Bench.Report;

static class Median
{
    /// <param name="digits">Decimal places that the figure is rounded to.</param>
    public static double Of(IEnumerable<double> values, int digits)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return Math.Round(sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, digits);
    }
}
