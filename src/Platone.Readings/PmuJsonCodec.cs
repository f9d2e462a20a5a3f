using System.Collections.Frozen;

namespace Platone.Readings;

/// <summary>
/// Reads the messages of the low-cost phasor measurement unit, the ones of the SOGNO data bus:
/// <c>{"device", "timestamp", "readings": [{"component", "measurand", "phase", "data"}]}</c>.
/// There is no unit in them: every measurand has one. Voltages are phase to ground, powers single-phase, magnitudes RMS.
/// </summary>
static class PmuJsonCodec
{
    private static readonly FrozenDictionary<string, UnitSymbol> Units = new Dictionary<string, UnitSymbol>
    {
        ["voltmagnitude"] = UnitSymbol.V,
        ["voltangle"] = UnitSymbol.Rad,
        ["currmagnitude"] = UnitSymbol.A,
        ["currangle"] = UnitSymbol.Rad,
        ["activepower"] = UnitSymbol.W,
        ["reactivepower"] = UnitSymbol.Var,
        ["apparentpower"] = UnitSymbol.VA,
        ["frequency"] = UnitSymbol.Hz,
    }.ToFrozenDictionary();

    internal static DecodedMessage Decode(JsonPayload payload)
    {
        var members = payload.Members(payload.Root, "", "device", "timestamp", "readings");
        var device = payload.NamePart(members[0], "device");
        var timeMicros = payload.Time(members[1], "timestamp");
        var items = payload.Readings(members[2]);

        var readings = new Reading[items.Count];
        for (var i = 0; i < readings.Length; i++)
            readings[i] = Decode(payload, items[i], $"readings[{i}]", device, timeMicros);

        return new(PayloadFormat.PmuJson, device, readings);
    }

    private static Reading Decode(JsonPayload payload, JsonSlice item, string place, string device, long timeMicros)
    {
        var members = payload.Members(item, place, "component", "measurand", "phase", "data");
        var component = payload.NamePart(members[0], $"{place}.component");
        var measurand = payload.Text(members[1], $"{place}.measurand");
        var phase = payload.Text(members[2], $"{place}.phase");
        var value = payload.Decimal(members[3], $"{place}.data");

        if (!Units.TryGetValue(measurand, out var unit))
            throw new PayloadException($"{place}.measurand", $"'{measurand}'", $"one of {string.Join(", ", Units.Keys.Order())}");

        if (phase is not ("A" or "B" or "C")) throw new PayloadException($"{place}.phase", $"'{phase}'", "A, B or C");

        return new(new(device, component, measurand, phase), timeMicros, value, unit, ReadingQuality.Valid, DeviceSequence: null, item.Start, item.Length);
    }
}
