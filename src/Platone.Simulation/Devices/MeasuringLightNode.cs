using System.Globalization;
using Platone.Simulation.Networks;

namespace Platone.Simulation.Devices;

/// <summary>A light node that asks the network behind it.</summary>
public sealed class MeasuringLightNode(LightNode node, INetwork network, int number) : IDevice
{
    public SimulatedMessage Measure(DateTimeOffset time) =>
        node.Message(time, Math.Round(network.KiloWattOf(number, time), 3).ToString(CultureInfo.InvariantCulture));
}
