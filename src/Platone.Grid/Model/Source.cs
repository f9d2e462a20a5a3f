using System.Numerics;

namespace Platone.Grid;

/// <summary>The outside grid: a balanced voltage behind an impedance. Without impedance it holds its node's voltage (a slack bus).</summary>
/// <param name="Node">Its place in <see cref="Network.Nodes"/>.</param>
/// <param name="VoltageV">Line to line, behind the impedance.</param>
/// <param name="AngleRad">Of phase a.</param>
public sealed record Source(string Id, string Name, int Node, bool IsConnected, double VoltageV, double AngleRad)
{
    /// <summary>Positive and negative sequence: the square of the rated voltage by the short-circuit power.</summary>
    public Complex PositiveSequenceOhm { get; init; }

    public Complex ZeroSequenceOhm { get; init; }
}
