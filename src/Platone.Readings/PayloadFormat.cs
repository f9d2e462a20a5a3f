namespace Platone.Readings;

/// <summary>The formats that devices send. The numbers are stored: never renumber.</summary>
public enum PayloadFormat : byte
{
    /// <summary>JSON of the low-cost phasor measurement unit and of the SOGNO data bus.</summary>
    PmuJson = 1,

    /// <summary>MeterReadings of IEC 61968-9.</summary>
    MeterReadingsXml = 2,

    /// <summary>JSON of the light nodes at customers' meters.</summary>
    LightNodeJson = 3,

    /// <summary>A table, a line a reading: archives.</summary>
    Csv = 4,
}
