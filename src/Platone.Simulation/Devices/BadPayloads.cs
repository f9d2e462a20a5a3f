using System.Text;

namespace Platone.Simulation.Devices;

/// <param name="Device">Under whose topic it is sent.</param>
/// <param name="Blames">What the error's place or text must name.</param>
public sealed record BadPayload(string Name, string Device, byte[] Payload, string Blames);

/// <summary>What broken and hostile devices send; each has its own error.</summary>
public static class BadPayloads
{
    private const string Device = "pmu-broken";

    public static IReadOnlyList<BadPayload> All { get; } =
    [
        Text("broken JSON", """{"device":"pmu-broken","timestamp":""", "JSON"),
        Text("broken XML", """<MeterReadings xmlns="http://iec.ch/TC57/2011/MeterReadings#"><MeterReading>""", "XML"),
        Text("a DTD", """<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><MeterReadings xmlns="http://iec.ch/TC57/2011/MeterReadings#"/>""", "document type"),
        Text(
            "an entity", """<!DOCTYPE x [<!ENTITY a "aaaa">]><MeterReadings xmlns="http://iec.ch/TC57/2011/MeterReadings#">&a;</MeterReadings>""",
            "document type"),
        Text(
            "an unknown ReadingType",
            Meter("<timeStamp>2026-01-01T00:00:00Z</timeStamp><value>1</value><ReadingType ref=\"0.26.0.0.1.1.999.0.0.0.0.0.0.0.224.3.72.0\"/>"),
            "ReadingType"),
        Text("a missing field", """{"device":"pmu-broken","readings":[]}""", "timestamp"),
        Text(
            "NaN",
            """
            {"device":"pmu-broken","timestamp":"2026-01-01T00:00:00Z","readings":[{"component":"BUS1","measurand":"voltmagnitude","phase":"A","data":"NaN"}]}
            """,
            "data"),
        Text(
            "a time without zone",
            """{"device":"pmu-broken","timestamp":"2026-01-01T00:00:00","readings":[{"component":"BUS1","measurand":"voltmagnitude","phase":"A","data":1}]}""",
            "timestamp"),
        Text(
            "another device's name",
            """{"device":"pmu-1","timestamp":"2026-01-01T00:00:00Z","readings":[{"component":"BUS1","measurand":"voltmagnitude","phase":"A","data":1}]}""",
            "device"),
        new("10 MB", Device, [.. Enumerable.Repeat((byte)' ', 10_000_000)], "payload"),
    ];

    private static BadPayload Text(string name, string payload, string blames) => new(name, Device, Encoding.UTF8.GetBytes(payload), blames);

    private static string Meter(string readings) =>
        "<MeterReadings xmlns=\"http://iec.ch/TC57/2011/MeterReadings#\"><MeterReading><Meter><Names><name>1</name></Names></Meter>"
        + $"<Readings>{readings}</Readings></MeterReading></MeterReadings>";
}
