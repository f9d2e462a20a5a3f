namespace Platone.Grid;

/// <summary>Where equipment meets: a bus, a bus-bar section, a connectivity or topological node.</summary>
/// <param name="Id">The source format's own: number, mRID, id.</param>
/// <param name="RatedVoltageV">Line to line; what per-unit voltages of this node refer to.</param>
public sealed record Node(string Id, string Name, double RatedVoltageV)
{
    /// <summary>The area, substation or zone that the file puts it in.</summary>
    public string? Zone { get; init; }

    /// <summary>The star point of a three-winding transformer, which no bus list shows.</summary>
    public bool IsStarPoint { get; init; }

    /// <summary>The voltage that the file gives, where it gives one: where an iteration may start, and what a solved file is compared with.</summary>
    public VoltagePhasor? GivenVoltage { get; init; }
}

/// <summary>A voltage by magnitude and angle.</summary>
/// <param name="Pu">Of the node's rated voltage.</param>
public readonly record struct VoltagePhasor(double Pu, double AngleRad);
