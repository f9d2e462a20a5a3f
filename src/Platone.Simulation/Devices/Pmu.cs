using System.Globalization;
using System.Text.Json;
using Platone.Simulation.Networks;

namespace Platone.Simulation.Devices;

/// <summary>A low-cost PMU at one bus: magnitude and angle of the three voltages and currents, as SOGNO's devices send them.</summary>
public sealed class Pmu(string name, INetwork network, int number) : IDevice
{
    private static readonly string[] Phases = ["A", "B", "C"];

    public SimulatedMessage Measure(DateTimeOffset time)
    {
        var bus = network.BusOf(number, time);
        var readings = Phases.SelectMany((phase, i) => Readings(bus, phase, 2 * Math.PI * i / 3)).ToArray();
        var payload = new { device = name, timestamp = time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture), readings };
        return new(name, JsonSerializer.SerializeToUtf8Bytes(payload), readings.Length);
    }

    private static IEnumerable<object> Readings(BusState bus, string phase, double turned)
    {
        yield return Reading("voltmagnitude", Math.Round(bus.Volt, 3));
        yield return Reading("voltangle", Math.Round(bus.Angle - turned, 6));
        if (bus.Current is not { } current) yield break;

        yield return Reading("currmagnitude", Math.Round(current.Ampere, 4));
        yield return Reading("currangle", Math.Round(current.Angle - turned, 6));

        object Reading(string measurand, double data) => new { component = bus.Bus, measurand, phase, data };
    }
}
