using Platone.Certification;
using Platone.Cryptography;

namespace Platone.Simulation.Devices;

/// <summary>A device that signs what another one measures.</summary>
/// <param name="key">Registered by the provider.</param>
public sealed class SigningMeasurer(IDevice device, PrivateKey key, Address provider) : IDevice
{
    public SimulatedMessage Measure(DateTimeOffset time)
    {
        var message = device.Measure(time);
        return message with { Payload = DeviceSignature.Sign(key, provider, message.Payload) };
    }
}
