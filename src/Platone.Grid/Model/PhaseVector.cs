using System.Numerics;

namespace Platone.Grid;

/// <summary>One complex number for each phase.</summary>
public readonly record struct PhaseVector(Complex A, Complex B, Complex C)
{
    private static readonly Complex Turn = new(-0.5, Math.Sqrt(3) / 2);

    /// <summary>Phase b behind phase a by 120 degrees, phase c behind b.</summary>
    public static PhaseVector Balanced(Complex a) => new(a, a * Complex.Conjugate(Turn), a * Turn);

    public Complex PositiveSequence => (A + Turn * B + Complex.Conjugate(Turn) * C) / 3;

    public static PhaseVector operator +(PhaseVector left, PhaseVector right) => new(left.A + right.A, left.B + right.B, left.C + right.C);

    public static PhaseVector operator -(PhaseVector left, PhaseVector right) => new(left.A - right.A, left.B - right.B, left.C - right.C);

    public static PhaseVector operator *(PhaseVector left, double factor) => new(left.A * factor, left.B * factor, left.C * factor);
}
