namespace Platone.Grid;

/// <summary>What was measured in a network: the input of state estimation, beside the network's own.</summary>
public sealed record Measurements
{
    public static Measurements None { get; } = new();

    public IReadOnlyList<VoltageSensor> Voltages { get; init; } = [];

    public IReadOnlyList<PowerSensor> Powers { get; init; } = [];

    public IReadOnlyList<CurrentSensor> Currents { get; init; } = [];
}
