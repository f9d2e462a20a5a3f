namespace Platone.Grid;

/// <summary>A measured current phasor at the end of a branch.</summary>
/// <param name="MagnitudeA">Of a conductor.</param>
/// <param name="AngleRad">After <paramref name="Reference"/>.</param>
public sealed record CurrentSensor(string Id, string Name, Terminal Terminal, AngleReference Reference, MeasuredValue MagnitudeA, MeasuredValue AngleRad)
{
    /// <summary>Standard deviations; infinite where the sensor is not to be believed, NaN where they are not told.</summary>
    public double SigmaA { get; init; } = double.NaN;

    public double AngleSigmaRad { get; init; } = double.NaN;
}

/// <summary>What a current's angle is counted from.</summary>
public enum AngleReference
{
    /// <summary>Voltage angle less current angle, as a power factor has it.</summary>
    LocalVoltage,

    /// <summary>The reference of the voltage phasors, as a synchronised phasor has it.</summary>
    Global,
}
