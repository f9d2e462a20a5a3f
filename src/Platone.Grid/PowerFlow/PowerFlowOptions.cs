namespace Platone.Grid.PowerFlow;

/// <summary>How a power flow is solved.</summary>
public sealed record PowerFlowOptions
{
    public static PowerFlowOptions Default { get; } = new();

    /// <summary>It has converged when no bus voltage changes by more than this, per unit.</summary>
    public double TolerancePu { get; init; } = 1e-8;

    public int MaxIterations { get; init; } = 30;

    public PowerFlowStart Start { get; init; }

    /// <summary>Whether a generator that would need more reactive power than it has lets its voltage go.</summary>
    public bool EnforceReactiveLimits { get; init; }
}

/// <summary>Where the iteration starts.</summary>
public enum PowerFlowStart
{
    /// <summary>At the file's voltages where it gives every node one, else flat.</summary>
    GivenOrFlat,

    /// <summary>At the voltages that the network has without load, and at the targets of what holds a voltage.</summary>
    Flat,
}
