namespace Platone.Simulation.Devices;

/// <summary>A payload that a simulated device sends.</summary>
/// <param name="Readings">How many readings it holds.</param>
public sealed record SimulatedMessage(string Device, byte[] Payload, int Readings);
