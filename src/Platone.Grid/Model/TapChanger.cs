using System.Numerics;

namespace Platone.Grid;

/// <summary>A tap changer with a table of what each position does, whichever side it is built into.</summary>
/// <param name="Position">The one that holds.</param>
/// <param name="LowestPosition">Of <paramref name="Steps"/>' first entry.</param>
public sealed record TapChanger(int Position, int LowestPosition, IReadOnlyList<TapStep> Steps)
{
    public int HighestPosition => LowestPosition + Steps.Count - 1;

    public TapStep Step => Steps[Position - LowestPosition];
}

/// <summary>What a position of a tap changer multiplies. The neutral one has ratio 1, no angle and no other factor than 1.</summary>
/// <param name="Ratio">Of the complex ratio at the from side, so that a changer in the to winding has the reciprocal of its own.</param>
/// <param name="AngleRad">Added to the from side's lead.</param>
public readonly record struct TapStep(double Ratio, double AngleRad)
{
    /// <summary>Of the series resistance and reactance, seen from the to side.</summary>
    public double ResistanceFactor { get; init; } = 1;

    public double ReactanceFactor { get; init; } = 1;

    /// <summary>Of the magnetising conductance and susceptance, seen from the to side.</summary>
    public double ConductanceFactor { get; init; } = 1;

    public double SusceptanceFactor { get; init; } = 1;

    public Complex ComplexRatio => Complex.FromPolarCoordinates(Ratio, AngleRad);
}
