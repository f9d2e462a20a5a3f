using System.Numerics;

namespace Platone.Grid;

/// <summary>
/// A two-winding transformer: at the from side an ideal ratio, behind it a pi circuit in ohms and siemens of the to side's voltage.
/// <code>
/// from ──┬── k : 1 ──┬── z ──┬── to        k = (from winding / to winding) · e^(j shift) · every tap changer's step
///   outer shunt   from shunt  to shunt
/// </code>
/// </summary>
/// <param name="From">Place of the node in <see cref="Network.Nodes"/>.</param>
public sealed record Transformer(string Id, string Name, int From, int To, bool FromClosed, bool ToClosed)
{
    /// <summary>The windings' voltages, line to line, where every tap changer's ratio is 1.</summary>
    public required double FromWindingV { get; init; }

    public required double ToWindingV { get; init; }

    /// <summary>By how much the from side leads the to side without load, in the positive sequence: the clock number times 30 degrees.</summary>
    public double PhaseShiftRad { get; init; }

    /// <summary>Series impedance and magnetising shunts, seen from the to side.</summary>
    public required PiCircuit PositiveSequence { get; init; }

    /// <summary>Outside the ratio, at the from terminal, in siemens of the from side's voltage: where PSS/E puts magnetising.</summary>
    public Complex OuterShuntSiemens { get; init; }

    /// <summary>Ratio and phase tap changers; their steps multiply.</summary>
    public IReadOnlyList<TapChanger> TapChangers { get; init; } = [];

    /// <summary>What the zero sequence needs; null where the file says nothing of it, and unbalanced studies are refused.</summary>
    public TransformerZeroSequence? ZeroSequence { get; init; }

    /// <summary>Null where no limit is known.</summary>
    public double? RatedPowerVA { get; init; }
}

/// <summary>How zero-sequence current finds its way through a transformer.</summary>
/// <param name="Circuit">Seen from the to side, as if both windings were earthed stars; what the connections do not let pass is left out by the solver.</param>
public sealed record TransformerZeroSequence(WindingConnection From, WindingConnection To, PiCircuit Circuit)
{
    /// <summary>Between the star point and earth, in ohms of its own side's voltage.</summary>
    public Complex FromEarthingOhm { get; init; }

    public Complex ToEarthingOhm { get; init; }
}

/// <summary>IEC 60076-1, clause 7: how the phase windings of one side are connected.</summary>
public enum WindingConnection
{
    Star,
    EarthedStar,
    Delta,
    Zigzag,
    EarthedZigzag,
}
