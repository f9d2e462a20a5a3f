namespace Platone.Grid;

/// <summary>A measured voltage of a node.</summary>
/// <param name="Node">Its place in <see cref="Network.Nodes"/>.</param>
/// <param name="MagnitudeV">Line to line where balanced, to earth where per phase.</param>
/// <param name="AngleRad">Of a synchronised phasor; missing from an ordinary meter.</param>
/// <param name="SigmaV">Standard deviation, of the same kind of volts; infinite where the sensor is not to be believed, NaN where it is not told.</param>
public sealed record VoltageSensor(string Id, string Name, int Node, MeasuredValue MagnitudeV, MeasuredValue AngleRad, double SigmaV);
