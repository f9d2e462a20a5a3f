namespace Platone.Grid;

/// <summary>What gives power to a node, production positive. With a voltage target it gives the reactive power that holds it, within its limits.</summary>
/// <param name="Node">Its place in <see cref="Network.Nodes"/>.</param>
public sealed record Generator(string Id, string Name, int Node, bool IsConnected, ZipPower Power)
{
    public VoltageTarget? Target { get; init; }

    public double MinimumReactivePowerVar { get; init; } = double.NegativeInfinity;

    public double MaximumReactivePowerVar { get; init; } = double.PositiveInfinity;
}

/// <summary>A voltage that a generator holds, at its own node or another.</summary>
/// <param name="Node">Its place in <see cref="Network.Nodes"/>.</param>
/// <param name="VoltageV">Line to line.</param>
public readonly record struct VoltageTarget(int Node, double VoltageV);
