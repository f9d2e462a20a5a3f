using System.Text;

namespace Platone.Readings.Tests;

/// <summary>One good message of each format, with the values of the deliverable's figures where it has one.</summary>
static class Samples
{
    internal const string Pmu = """
        {
          "device": "PMU1",
          "timestamp": "2020-05-20T10:27:57.980802+00:00",
          "readings": [
            { "component": "BUS1", "measurand": "voltmagnitude", "phase": "A", "data": 11 },
            { "component": "BUS2", "measurand": "voltmagnitude", "phase": "A", "data": 22 }
          ]
        }
        """;

    internal const string MeterReadings = """
        <?xml version="1.0" encoding="UTF-8"?>
        <MeterReadings xmlns="http://iec.ch/TC57/2011/MeterReadings#">
          <MeterReading>
            <Meter>
              <Names>
                <name>11111111</name>
                <NameType>
                  <name>Endpoint ID 110</name>
                  <NameTypeAuthority><name>NAME</name></NameTypeAuthority>
                </NameType>
              </Names>
            </Meter>
            <Readings>
              <timeStamp>2019-09-13T15:30:00+03:00</timeStamp>
              <value>11.04</value>
              <ReadingType ref="0.26.0.0.1.1.12.0.0.0.0.0.0.0.224.3.72.0"/>
            </Readings>
            <Readings>
              <timeStamp>2019-09-13T15:30:00+03:00</timeStamp>
              <value>3.45</value>
              <ReadingType ref="0.26.0.0.1.1.12.0.0.0.0.0.0.0.224.3.73.0"/>
            </Readings>
            <UsagePoint><mRID>1111111</mRID></UsagePoint>
          </MeterReading>
        </MeterReadings>
        """;

    internal const string LightNode = """
        {"lightNode":"LN-0042","pod":"IT001E00000042","sequence":17,"timestamp":"2026-01-01T00:00:04Z","readings":[
          {"measurand":"activepower","phase":"ABC","unit":"kW","value":"1.5204"},
          {"measurand":"stateofcharge","unit":"%","value":55}]}
        """;

    internal const string Csv =
        "device,component,measurand,phase,time,value,unit,quality\n"
        + "M-1,IT001E00000042,activeenergy,ABC,2025-12-31T23:00:00Z,12345.678,kWh,\n"
        + "M-1,IT001E00000042,activeenergy,ABC,2026-01-01T00:15:00+01:00,12345.9,kWh,1.5.259\r\n"
        + "\"M,2\",,temperature,,2025-12-31T23:00:00Z,-3.5,degC,1.0.0\n";

    /// <summary>Well-formed ones, of nobody.</summary>
    internal const string
        Signature = "0x11111111111111111111111111111111111111111111111111111111111111112222222222222222222222222222222222222222222222222222222222222222" + "1b",
        OtherSignature =
            "0x33333333333333333333333333333333333333333333333333333333333333334444444444444444444444444444444444444444444444444444444444444444" + "1c";

    internal const string SignedLightNode = $$"""
        {"signatures":["{{Signature}}", null],"lightNode":"LN-0042","sequence":18,"timestamp":"2026-01-01T00:00:04Z","readings":[
          {"measurand":"activepower","phase":"ABC","unit":"kW","value":"1.5205","replaces":17},
          {"measurand":"stateofcharge","unit":"%","value":55}]}
        """;

    internal const string SignedPmu = $$"""
        {"device":"PMU1","sequence":3,"timestamp":"2020-05-20T10:27:57Z","readings":[
          {"component":"BUS1","measurand":"voltmagnitude","phase":"A","data":11},
          {"component":"BUS2","measurand":"voltmagnitude","phase":"A","data":22,"replaces":2}],
         "signatures":[ "{{Signature}}" ,"{{OtherSignature}}"]}
        """;

    internal static readonly string[] All = [Pmu, MeterReadings, LightNode, Csv, SignedLightNode, SignedPmu];

    internal static DecodedMessage Decode(string payload, DecodeLimits? limits = null) =>
        PayloadDecoder.Decode(Encoding.UTF8.GetBytes(payload), limits ?? DecodeLimits.Default);

    internal static PayloadException Refusal(string payload, DecodeLimits? limits = null) => Assert.Throws<PayloadException>(() => Decode(payload, limits));

    internal static string RawText(string payload, Reading reading) => Encoding.UTF8.GetString(RawParts.Part(Encoding.UTF8.GetBytes(payload), reading));
}
