namespace Platone.Grid.Formats.Cim;

/// <summary>
/// Phase tap changers that are given by a law instead of a table: IEC 61970-301, PhaseTapChangerLinear, -Symmetrical and -Asymmetrical, with the formulas of
/// ENTSO-E's "Phase Shift Transformers Modelling" (2014).
/// </summary>
sealed class PhaseShifter(CimObject changer)
{
    private readonly int _neutral = changer.Whole(CimProperties.TapNeutralStep);

    private double WindingAngleRad => double.DegreesToRadians(changer.NumberOr(CimProperties.PhaseWindingAngle, 90));

    public TapStep StepAt(int step) => changer.Class switch
    {
        "PhaseTapChangerLinear" => new(1, double.DegreesToRadians((step - _neutral) * changer.Number(CimProperties.PhaseStepIncrement))),
        "PhaseTapChangerSymmetrical" => new(1, 2 * Math.Atan(VoltageAt(step) / 2)),
        "PhaseTapChangerAsymmetrical" => Asymmetrical(VoltageAt(step)),
        _ => throw changer.Error($"the class {changer.Class}; expected a linear, symmetrical, asymmetrical or tabular phase tap changer"),
    };

    /// <summary>Ohms of its end at an angle; null where the file does not say how they change.</summary>
    public double? ReactanceAt(double angleRad, double greatestRad)
    {
        var (lowest, highest) = (changer.NumberOr(CimProperties.PhaseXMin, 0), changer.NumberOr(CimProperties.PhaseXMax, 0));
        if (lowest <= 0 || highest < lowest || greatestRad == 0) return null;

        var share = changer.Class == "PhaseTapChangerAsymmetrical"
            ? AsymmetricalShare(angleRad, greatestRad)
            : Math.Sin(angleRad / 2) / Math.Sin(greatestRad / 2);
        return lowest + (highest - lowest) * share * share;
    }

    /// <summary>That the changer adds, per unit of its winding's.</summary>
    private double VoltageAt(int step) => (step - _neutral) * changer.Number(CimProperties.PhaseVoltageIncrement) / 100;

    private TapStep Asymmetrical(double added)
    {
        var (sin, cos) = Math.SinCos(WindingAngleRad);
        var (across, along) = (added * sin, 1 + added * cos);
        return new(Math.Sqrt(across * across + along * along), Math.Atan2(across, along));
    }

    private double AsymmetricalShare(double angleRad, double greatestRad)
    {
        var (sin, cos) = Math.SinCos(WindingAngleRad);
        var (tan, greatest) = (Math.Tan(angleRad), Math.Tan(greatestRad));
        return tan / greatest * ((sin - greatest * cos) / (sin - tan * cos));
    }
}
