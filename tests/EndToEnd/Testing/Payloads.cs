using System.Globalization;
using System.Text;
using Platone.Cryptography;

namespace Platone.Testing;

/// <summary>What devices send, written out so that no code of the framework has a hand in it.</summary>
static class Payloads
{
    private static readonly string[] Phases = ["A", "B", "C"];

    public static byte[] Pmu(string device, DateTimeOffset time, params string[] volts)
    {
        var readings = volts.Select((value, i) => $$"""{"component":"BUS1","measurand":"voltmagnitude","phase":"{{Phases[i]}}","data":{{value}}}""");
        return Bytes($$"""{"device":"{{device}}","timestamp":"{{Iso(time)}}","readings":[{{string.Join(',', readings)}}]}""");
    }

    public static byte[] LightNode(string node, ulong sequence, DateTimeOffset time, string kiloWatt)
    {
        var reading = $$"""{"measurand":"activepower","unit":"kW","value":"{{kiloWatt}}"}""";
        return Bytes($$"""{"lightNode":"{{node}}","pod":"POD-1","sequence":{{sequence}},"timestamp":"{{Iso(time)}}","readings":[{{reading}}]}""");
    }

    public static byte[] Meter(string meter, DateTimeOffset time, string kiloWattHour) => Bytes(MeterReadings(meter, $"""
        <Readings><timeStamp>{Iso(time)}</timeStamp><value>{kiloWattHour}</value><ReadingType ref="0.26.0.0.1.1.12.0.0.0.0.0.0.0.224.3.72.0"/></Readings>
        """));

    public static string MeterReadings(string meter, string readings) => $"""
        <MeterReadings xmlns="http://iec.ch/TC57/2011/MeterReadings#">
          <MeterReading><Meter><Names><name>{meter}</name></Names></Meter>{readings}</MeterReading>
        </MeterReadings>
        """;

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string HashOf(byte[] payload) => Keccak256.Hash(payload).ToString();

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}
