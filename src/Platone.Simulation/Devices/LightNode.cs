using System.Globalization;
using System.Text.Json;

namespace Platone.Simulation.Devices;

/// <summary>A light node at a customer: numbers its messages and sends active power.</summary>
public sealed class LightNode(string name, string pod)
{
    private ulong _sequence;

    /// <summary>Goes on behind the numbers that an earlier run used.</summary>
    public LightNode StartingAt(ulong sequence)
    {
        _sequence = sequence;
        return this;
    }

    /// <param name="kiloWatt">Exact decimal text.</param>
    public SimulatedMessage Message(DateTimeOffset time, string kiloWatt)
    {
        var payload = new
        {
            lightNode = name,
            pod,
            sequence = ++_sequence,
            timestamp = time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
            readings = new[] { new { measurand = "activepower", phase = "ABC", unit = "kW", value = kiloWatt } },
        };
        return new(name, JsonSerializer.SerializeToUtf8Bytes(payload), Readings: 1);
    }
}
