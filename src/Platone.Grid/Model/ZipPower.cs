using System.Numerics;

namespace Platone.Grid;

/// <summary>Power that follows the voltage as a constant impedance, current and power do; each part is what it takes at the node's rated voltage.</summary>
/// <remarks>Watts and vars: S(u) = power + current · u + impedance · u², u the voltage's magnitude in per unit, phase by phase.</remarks>
public readonly record struct ZipPower(PhasePower Power, PhasePower Current, PhasePower Impedance)
{
    public static ZipPower OfPower(Complex total) => new(PhasePower.Balanced(total), default, default);

    public static ZipPower OfCurrent(Complex total) => new(default, PhasePower.Balanced(total), default);

    public static ZipPower OfImpedance(Complex total) => new(default, default, PhasePower.Balanced(total));

    /// <summary>Whether it is more than constant power.</summary>
    public bool FollowsVoltage => Current != default || Impedance != default;

    public bool IsBalanced => Power.IsBalanced && Current.IsBalanced && Impedance.IsBalanced;
}

/// <summary>Power in the three phases.</summary>
public readonly record struct PhasePower(Complex A, Complex B, Complex C)
{
    public static PhasePower Balanced(Complex total) => new(total / 3, total / 3, total / 3);

    public Complex Total => A + B + C;

    public bool IsBalanced => A == B && B == C;
}
