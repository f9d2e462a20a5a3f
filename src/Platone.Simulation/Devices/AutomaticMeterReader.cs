using System.Globalization;
using System.Xml.Linq;

namespace Platone.Simulation.Devices;

/// <summary>A DSO's meter reading system: one IEC 61968-9 message with the energy registers of several meters.</summary>
public sealed class AutomaticMeterReader(string name, int meters, Random random) : IDevice
{
    private const string ActiveEnergyForward = "0.26.0.0.1.1.12.0.0.0.0.0.0.0.224.3.72.0";
    private const string ReactiveEnergyForward = "0.26.0.0.1.1.12.0.0.0.0.0.0.0.224.3.73.0";

    private static readonly XNamespace Namespace = "http://iec.ch/TC57/2011/MeterReadings#";

    private readonly decimal[] _kiloWattHours = [.. Enumerable.Range(0, meters).Select(meter => 1000m + (37 * meter))];

    public SimulatedMessage Measure(DateTimeOffset time)
    {
        var document = new XDocument(new XElement(Namespace + "MeterReadings", Enumerable.Range(0, meters).Select(meter => MeterReading(meter, time))));
        return new(name, System.Text.Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting)), 2 * meters);
    }

    private XElement MeterReading(int meter, DateTimeOffset time)
    {
        _kiloWattHours[meter] += Math.Round((decimal)(random.NextDouble() / 4), 3);
        return new(Namespace + "MeterReading",
            new XElement(Namespace + "Meter", new XElement(Namespace + "Names", new XElement(Namespace + "name", $"{name}-{meter + 1:D4}"))),
            Readings(time, _kiloWattHours[meter], ActiveEnergyForward),
            Readings(time, Math.Round(_kiloWattHours[meter] * 0.31m, 3), ReactiveEnergyForward),
            new XElement(Namespace + "UsagePoint", new XElement(Namespace + "mRID", $"POD-{meter + 1:D4}")));
    }

    private static XElement Readings(DateTimeOffset time, decimal value, string type) => new(Namespace + "Readings",
        new XElement(Namespace + "timeStamp", time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture)),
        new XElement(Namespace + "value", value.ToString(CultureInfo.InvariantCulture)),
        new XElement(Namespace + "ReadingType", new XAttribute("ref", type)));
}
