using System.Collections.Frozen;

namespace Platone.Readings;

/// <summary>
/// Reads the messages of the low-cost phasor measurement unit, the ones of the SOGNO data bus:
/// <c>{"device", "timestamp", "readings": [{"component", "measurand", "phase", "data"}]}</c>.
/// One that signs adds <c>"sequence"</c> and <c>"signatures": [text or null]</c> to the message, and <c>"replaces"</c> to a reading that it corrects.
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
        var members = payload.Members(payload.Root, "", "device", "timestamp", "readings", "sequence", "signatures");
        var device = payload.NamePart(members[0], "device");
        var timeMicros = payload.Time(members[1], "timestamp");
        var items = payload.Readings(members[2]);
        ulong? sequence = members[3].Exists ? payload.UnsignedInteger(members[3], "sequence") : null;
        var signatures = payload.Signatures(members[4], items.Count, sequence);

        var readings = new Reading[items.Count];
        for (var i = 0; i < readings.Length; i++)
            readings[i] = Decode(payload, items[i], $"readings[{i}]", new(device, timeMicros, sequence), signatures?[i]);

        return new(PayloadFormat.PmuJson, device, readings);
    }

    private static Reading Decode(JsonPayload payload, JsonSlice item, string place, Source source, SignaturePart? signature)
    {
        var members = payload.Members(item, place, "component", "measurand", "phase", "data", "replaces");
        var component = payload.NamePart(members[0], $"{place}.component");
        var measurand = payload.Text(members[1], $"{place}.measurand");
        var phase = payload.Text(members[2], $"{place}.phase");
        var value = payload.Decimal(members[3], $"{place}.data");
        ulong? replaces = members[4].Exists ? payload.UnsignedInteger(members[4], $"{place}.replaces") : null;

        if (!Units.TryGetValue(measurand, out var unit))
            throw new PayloadException($"{place}.measurand", $"'{measurand}'", $"one of {string.Join(", ", Units.Keys.Order())}");

        if (phase is not ("A" or "B" or "C")) throw new PayloadException($"{place}.phase", $"'{phase}'", "A, B or C");

        var stream = new StreamName(source.Device, component, measurand, phase);
        return new(stream, source.TimeMicros, value, unit, ReadingQuality.Valid, source.Sequence, item.Start, item.Length, replaces, signature);
    }

    /// <summary>What the message says once for all its readings.</summary>
    private readonly record struct Source(string Device, long TimeMicros, ulong? Sequence);
}
