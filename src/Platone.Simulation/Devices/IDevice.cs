namespace Platone.Simulation.Devices;

/// <summary>A device that measures when it is asked to.</summary>
public interface IDevice
{
    SimulatedMessage Measure(DateTimeOffset time);
}
