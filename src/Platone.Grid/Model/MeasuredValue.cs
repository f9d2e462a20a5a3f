namespace Platone.Grid;

/// <summary>A measured quantity, of all three phases together or of each; NaN where it was not measured.</summary>
public readonly record struct MeasuredValue(double A, double B, double C, bool IsPerPhase)
{
    /// <summary>One value of the balanced system: line-to-line volts, three-phase watts and vars, amperes of a conductor.</summary>
    public static MeasuredValue Balanced(double value) => new(value, value, value, false);

    /// <summary>One value a phase: volts to earth, watts and vars of the phase, amperes of its conductor.</summary>
    public static MeasuredValue PerPhase(double a, double b, double c) => new(a, b, c, true);

    public static MeasuredValue Missing => Balanced(double.NaN);

    /// <summary>Whether every value is there.</summary>
    public bool IsComplete => !double.IsNaN(A) && !double.IsNaN(B) && !double.IsNaN(C);
}
