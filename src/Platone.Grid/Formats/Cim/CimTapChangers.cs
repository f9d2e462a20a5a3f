namespace Platone.Grid.Formats.Cim;

/// <summary>Tap changers by the transformer end that they are built into.</summary>
sealed class CimTapChangers(CimModel model, LeftOut leftOut)
{
    /// <summary>Far more than any tap changer has.</summary>
    private const int MaxSteps = 1_000;

    /// <summary>Of all tap changers together, so that a file cannot ask for more memory than it is long by much.</summary>
    private const int MaxStepsInAll = 8_000_000;

    private readonly ILookup<CimObject, CimObject> _ratio = model.OfClassBy(CimProperties.RatioEnd, "RatioTapChanger");
    private readonly ILookup<CimObject, CimObject> _phase = model.OfClassBy(CimProperties.PhaseEnd, CimClasses.PhaseTapChangers);
    private readonly ILookup<CimObject, CimObject> _ratioPoints = model.OfClassBy(CimProperties.RatioPointTable, "RatioTapChangerTablePoint");
    private readonly ILookup<CimObject, CimObject> _phasePoints = model.OfClassBy(CimProperties.PhasePointTable, "PhaseTapChangerTablePoint");
    private readonly Dictionary<CimObject, CimObject> _states = model.StateBy(CimProperties.StateTapChanger, "SvTapStep");
    private readonly Dictionary<CimObject, (int Lowest, TapStep[] Steps)> _tables = [];
    private int _steps;

    /// <param name="reactanceFactor">What the transformer's series reactance is multiplied by when this end's is so many ohms.</param>
    /// <returns>Their steps as the CIM has them: of the end's voltage, angles positive where the end leads.</returns>
    public IEnumerable<TapChanger> Of(CimObject end, Func<double, double> reactanceFactor)
    {
        foreach (var changer in _ratio[end]) yield return ChangerOf(changer, RatioStepsOf(changer));
        foreach (var changer in _phase[end]) yield return ChangerOf(changer, PhaseStepsOf(changer, reactanceFactor));
    }

    /// <summary>A changer at the to side: its ratio divides the complex ratio, and multiplies what is seen from outside it.</summary>
    public static TapChanger SeenFromTheOtherEnd(TapChanger changer) => changer with
    {
        Steps = [.. changer.Steps.Select(step => new TapStep(1 / step.Ratio, -step.AngleRad)
        {
            ResistanceFactor = step.ResistanceFactor * step.Ratio * step.Ratio,
            ReactanceFactor = step.ReactanceFactor * step.Ratio * step.Ratio,
            ConductanceFactor = step.ConductanceFactor / (step.Ratio * step.Ratio),
            SusceptanceFactor = step.SusceptanceFactor / (step.Ratio * step.Ratio),
        })],
    };

    private TapChanger ChangerOf(CimObject changer, (int Lowest, TapStep[] Steps) table)
    {
        if ((_steps += table.Steps.Length) > MaxStepsInAll) throw changer.Error($"more than {MaxStepsInAll} steps of tap changers in all");
        if (changer.Flag(CimProperties.TapControlEnabled) == true) leftOut.Add("Tap changers that regulate stay at their position", changer);
        foreach (var step in table.Steps)
            if (step.Ratio is not (> 0 and < double.PositiveInfinity)) throw changer.Error($"a step with the ratio {step.Ratio}; expected ratios above zero");

        var position = PositionOf(changer);
        var highest = table.Lowest + table.Steps.Length - 1;
        if (position < table.Lowest || position > highest) throw changer.Error($"position {position}; expected {table.Lowest} to {highest}");

        return new(position, table.Lowest, table.Steps);
    }

    /// <summary>As solved, else as supposed, else as normal. A tap changer that moves without steps is rounded to one.</summary>
    private int PositionOf(CimObject changer)
    {
        var position = _states.GetValueOrDefault(changer)?.NumberOrNull(CimProperties.StateTapPosition)
            ?? changer.NumberOrNull(CimProperties.TapStep)
            ?? changer.Number(CimProperties.TapNormalStep);
        if (position != Math.Round(position)) leftOut.Add("Tap positions between two steps are rounded", changer);

        return (int)Math.Clamp(Math.Round(position), int.MinValue, int.MaxValue);
    }

    private (int, TapStep[]) RatioStepsOf(CimObject changer)
    {
        if (changer.Reference(CimProperties.RatioTable) is { } table) return TableOf(table, _ratioPoints[table]);

        var neutral = changer.Whole(CimProperties.TapNeutralStep);
        var increment = changer.Number(CimProperties.RatioStepIncrement) / 100;
        return StepsOf(changer, step => new(1 + (step - neutral) * increment, 0));
    }

    private (int, TapStep[]) PhaseStepsOf(CimObject changer, Func<double, double> reactanceFactor)
    {
        if (changer.Class == "PhaseTapChangerTabular")
        {
            var table = changer.Required(CimProperties.PhaseTable);
            return TableOf(table, _phasePoints[table]);
        }

        var shifter = new PhaseShifter(changer);
        var (lowest, steps) = StepsOf(changer, shifter.StepAt);
        var greatest = steps.Max(step => Math.Abs(step.AngleRad));
        for (var i = 0; i < steps.Length; i++)
            if (shifter.ReactanceAt(steps[i].AngleRad, greatest) is { } x && reactanceFactor(x) is var factor && double.IsFinite(factor))
                steps[i] = steps[i] with { ReactanceFactor = factor };

        return (lowest, steps);
    }

    private static (int, TapStep[]) StepsOf(CimObject changer, Func<int, TapStep> stepAt)
    {
        var (lowest, highest) = (changer.Whole(CimProperties.TapLowStep), changer.Whole(CimProperties.TapHighStep));
        if (highest < lowest || (long)highest - lowest >= MaxSteps) throw changer.Error($"steps {lowest} to {highest}; expected at most {MaxSteps}, ascending");

        var steps = new TapStep[highest - lowest + 1];
        for (var i = 0; i < steps.Length; i++) steps[i] = stepAt(lowest + i);
        return (lowest, steps);
    }

    /// <summary>Changers may share a table.</summary>
    private (int, TapStep[]) TableOf(CimObject table, IEnumerable<CimObject> points)
    {
        if (!_tables.TryGetValue(table, out var steps)) _tables.Add(table, steps = ReadTable(table, points));
        return steps;
    }

    /// <summary>Impedances in a table are deviations in percent: IEC 61970-301, TapChangerTablePoint.</summary>
    private static (int, TapStep[]) ReadTable(CimObject table, IEnumerable<CimObject> unordered)
    {
        var points = unordered.OrderBy(point => point.Whole(CimProperties.PointStep)).ToList();
        if (points.Count is 0 or > MaxSteps) throw table.Error($"{points.Count} points; expected 1 to {MaxSteps}");

        var lowest = points[0].Whole(CimProperties.PointStep);
        for (var i = 0; i < points.Count; i++)
        {
            var (step, expected) = (points[i].Whole(CimProperties.PointStep), (long)lowest + i);
            if (step != expected) throw table.Error($"a point of step {step}; expected {expected}, one point for each step");
        }

        return (lowest, [.. points.Select(PointOf)]);
    }

    private static TapStep PointOf(CimObject point) => new(
        point.NumberOr(CimProperties.PointRatio, 1), double.DegreesToRadians(point.NumberOr(CimProperties.PointAngle, 0)))
    {
        ResistanceFactor = FactorOf(point, CimProperties.PointR),
        ReactanceFactor = FactorOf(point, CimProperties.PointX),
        ConductanceFactor = FactorOf(point, CimProperties.PointG),
        SusceptanceFactor = FactorOf(point, CimProperties.PointB),
    };

    private static double FactorOf(CimObject point, CimProperty deviation) => 1 + point.NumberOr(deviation, 0) / 100;
}
