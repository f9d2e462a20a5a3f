namespace Platone.Grid;

/// <summary>A measured active and reactive power.</summary>
/// <param name="ActiveW">Of three phases together where balanced.</param>
public sealed record PowerSensor(string Id, string Name, Terminal Terminal, MeasuredValue ActiveW, MeasuredValue ReactiveVar)
{
    /// <summary>Standard deviations of each; missing where only <see cref="ApparentSigmaVA"/> is told.</summary>
    public MeasuredValue ActiveSigmaW { get; init; } = MeasuredValue.Missing;

    public MeasuredValue ReactiveSigmaVar { get; init; } = MeasuredValue.Missing;

    /// <summary>Standard deviation of the complex power; infinite where the sensor is not to be believed, NaN where it is not told.</summary>
    public double ApparentSigmaVA { get; init; } = double.NaN;
}
