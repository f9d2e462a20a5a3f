using System.Globalization;
using Platone.Testing;

namespace Platone.Faults.Tests.Testing;

/// <summary>Makes the messages of a PMU and of a light node, and knows what the store must say of each. The same seed makes the same messages.</summary>
sealed class Devices(string provider, int seed)
{
    private const string Pmu = "faults-pmu";
    private const string Node = "faults-node";

    private static readonly DateTimeOffset Start = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(seed);
    private ulong _made;

    /// <summary>A few messages, none in the order of its time, some twice.</summary>
    public IReadOnlyList<DeviceMessage> Next()
    {
        List<DeviceMessage> group = [NextPmu(), NextNode(), NextPmu(), NextNode()];
        if (_random.Next(3) == 0) group.Add(group[_random.Next(group.Count)]);
        var order = group.ToArray();
        _random.Shuffle(order);
        return order;
    }

    private DeviceMessage NextPmu()
    {
        var time = NextTime();
        string[] volts = [Decimal(230_000, 3), Decimal(229_000, 3)];
        return new(
            Pmu, Payloads.Pmu(Pmu, time, volts),
            [Reading($"{Pmu}/BUS1/voltmagnitude/A", time, volts[0]), Reading($"{Pmu}/BUS1/voltmagnitude/B", time, volts[1])]);
    }

    private DeviceMessage NextNode()
    {
        var time = NextTime();
        var watt = 1_000 + _random.Next(1_000);
        var reading = $$"""{"measurand":"activepower","phase":"ABC","unit":"kW","value":"{{Fixed(watt, 3)}}"}""";
        var payload = $$"""{"lightNode":"{{Node}}","pod":"POD-1","sequence":{{_made / 2}},"timestamp":"{{Payloads.Iso(time)}}","readings":[{{reading}}]}""";
        return new(Node, Payloads.Bytes(payload), [Reading($"{Node}/POD-1/activepower/ABC", time, watt.ToString(CultureInfo.InvariantCulture))]);
    }

    private DateTimeOffset NextTime() => Start.AddMilliseconds(++_made);

    private (Measured, string) Reading(string stream, DateTimeOffset time, string value) =>
        (new($"{provider}/{stream}", (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond), value);

    /// <summary>Never with a zero at its end: the store keeps values without.</summary>
    private string Decimal(int from, int places) => Fixed(from + (10 * _random.Next(100)) + 1 + _random.Next(9), places);

    private static string Fixed(int digits, int places) => (digits / (decimal)Math.Pow(10, places)).ToString(CultureInfo.InvariantCulture);
}
