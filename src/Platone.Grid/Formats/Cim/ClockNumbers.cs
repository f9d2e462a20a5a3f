namespace Platone.Grid.Formats.Cim;

/// <summary>
/// Whether the files' angles are turned by the transformers' clock numbers. The CIM says that they are; CGMES has clock numbers for short circuits alone, and
/// most tools write solved angles as if all were 0. Where solved voltages are given they decide: a clock turns by 30 degrees or more, load flow by less.
/// </summary>
static class ClockNumbers
{
    /// <param name="pairs">Of all transformers.</param>
    public static bool Count(IEnumerable<Pair> pairs, LeftOut leftOut)
    {
        var (turned, straight) = (new List<CimObject>(), new List<CimObject>());
        foreach (var pair in pairs)
        {
            if (pair.First is not { Pu: > 0 } first || pair.Other is not { Pu: > 0 } other) continue;

            var lag = first.AngleRad - other.AngleRad;
            var isTurned = Math.Cos(lag - pair.LagRad) > Math.Cos(lag);
            (isTurned ? turned : straight).Add(pair.End);
        }

        if (straight.Count <= turned.Count) return true;

        foreach (var end in straight) leftOut.Add("Clock numbers do not turn the angles, as they do not in the solved voltages", end);
        return false;
    }

    /// <param name="LagRad">Of the end behind the transformer's first, by its clock number.</param>
    public readonly record struct Pair(CimObject End, double LagRad, VoltagePhasor? First, VoltagePhasor? Other);
}
