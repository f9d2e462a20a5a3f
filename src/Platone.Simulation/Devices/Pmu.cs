using System.Text.Json;

namespace Platone.Simulation.Devices;

/// <summary>A low-cost PMU at one bus: magnitude and angle of the three voltages and currents, as SOGNO's devices send them.</summary>
public sealed class Pmu(string name, string bus, Random random) : IDevice
{
    private const double NominalVolt = 230.94; // phase to ground of a 400 V network

    private static readonly string[] Phases = ["A", "B", "C"];

    public SimulatedMessage Measure(DateTimeOffset time)
    {
        // The load follows the day with a little noise; angles turn by 120 degrees a phase.
        var load = 0.6 + (0.4 * Math.Sin(2 * Math.PI * (time.TimeOfDay.TotalHours - 9) / 24)) + (0.02 * random.NextDouble());
        var readings = Phases.SelectMany((phase, i) => new[]
        {
            Reading(phase, "voltmagnitude", Math.Round(NominalVolt * (1.03 - (0.04 * load)), 3)),
            Reading(phase, "voltangle", Math.Round(-0.02 * load - (2 * Math.PI * i / 3), 6)),
            Reading(phase, "currmagnitude", Math.Round(40 * load, 4)),
            Reading(phase, "currangle", Math.Round(-0.3 - (2 * Math.PI * i / 3), 6)),
        }).ToArray();
        var payload = new { device = name, timestamp = time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff+00:00", System.Globalization.CultureInfo.InvariantCulture), readings };
        return new(name, JsonSerializer.SerializeToUtf8Bytes(payload), readings.Length);
    }

    private object Reading(string phase, string measurand, double data) => new { component = bus, measurand, phase, data };
}
