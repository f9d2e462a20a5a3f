namespace Platone.Readings;

/// <summary>
/// Reads the light nodes' own format:
/// <c>{"lightNode", "pod"?, "sequence"?, "timestamp", "readings": [{"measurand", "phase"?, "unit", "value", "replaces"?}], "signatures"?: [text or null]}</c>.
/// </summary>
/// <remarks>
/// The point of delivery is the stream's component. A phase that is not given is ABC, the three-phase total, or none where the measurand belongs
/// to no conductor. The sequence numbers the message and so counts for every reading in it.
/// </remarks>
static class LightNodeJsonCodec
{
    private const string NoPhase = "none", AllPhases = "ABC";

    private static readonly string[] Phases = ["A", "B", "C", "N", "AB", "BC", "CA", AllPhases];

    internal static DecodedMessage Decode(JsonPayload payload)
    {
        var members = payload.Members(payload.Root, "", "lightNode", "pod", "sequence", "timestamp", "readings", "signatures");
        var source = new Source(
            payload.NamePart(members[0], "lightNode"),
            members[1].Exists ? payload.NamePart(members[1], "pod") : StreamName.NoComponent,
            members[2].Exists ? payload.UnsignedInteger(members[2], "sequence") : null,
            payload.Time(members[3], "timestamp"));
        var items = payload.Readings(members[4]);
        var signatures = payload.Signatures(members[5], items.Count, source.Sequence);

        var readings = new Reading[items.Count];
        for (var i = 0; i < readings.Length; i++)
            readings[i] = Decode(payload, items[i], $"readings[{i}]", source, signatures?[i]);

        return new(PayloadFormat.LightNodeJson, source.Device, readings);
    }

    private static Reading Decode(JsonPayload payload, JsonSlice item, string place, Source source, SignaturePart? signature)
    {
        var members = payload.Members(item, place, "measurand", "phase", "unit", "value", "replaces");
        var name = payload.Text(members[0], $"{place}.measurand");
        var measurand = LightNodeMeasurand.Require(name, $"{place}.measurand");
        var phase = members[1].Exists ? RequirePhase(payload.Text(members[1], $"{place}.phase"), measurand, $"{place}.phase") : DefaultPhase(measurand);
        var power = measurand.RequirePowerOfTen(payload.Text(members[2], $"{place}.unit"), $"{place}.unit");
        var value = RequireScaled(payload.Decimal(members[3], $"{place}.value"), power, $"{place}.value");
        ulong? replaces = members[4].Exists ? payload.UnsignedInteger(members[4], $"{place}.replaces") : null;

        var stream = new StreamName(source.Device, source.Component, name, phase);
        return new(stream, source.TimeMicros, value, measurand.Unit, ReadingQuality.Valid, source.Sequence, item.Start, item.Length, replaces, signature);
    }

    private static string DefaultPhase(LightNodeMeasurand measurand) => measurand.HasPhase ? AllPhases : NoPhase;

    /// <summary>A phase on a temperature would split one series into two names, so it is refused.</summary>
    private static string RequirePhase(string phase, LightNodeMeasurand measurand, string place)
    {
        if (measurand.HasPhase ? Phases.Contains(phase) : phase == NoPhase) return phase;

        throw new PayloadException(place, $"'{phase}'", measurand.HasPhase ? string.Join(", ", Phases) : $"{NoPhase}, or no phase at all");
    }

    private static ExactDecimal RequireScaled(ExactDecimal written, int powerOfTen, string place) =>
        written.TryScale(powerOfTen, out var value) ? value : throw new PayloadException(place, $"{written}", "a value whose exponent stays in -128 to 127");

    /// <summary>What the message says once for all its readings.</summary>
    private readonly record struct Source(string Device, string Component, ulong? Sequence, long TimeMicros);
}
