using System.Globalization;
using System.Xml.Linq;
using Platone.Simulation.Networks;

namespace Platone.Simulation.Devices;

/// <summary>A DSO's meter reading system: one IEC 61968-9 message with the energy registers of several meters.</summary>
/// <param name="every">Between two messages.</param>
public sealed class AutomaticMeterReader(string name, int meters, INetwork network, TimeSpan every) : IDevice
{
    private const string ActiveEnergyForward = "0.26.0.0.1.1.12.0.0.0.0.0.0.0.224.3.72.0";
    private const string ReactiveEnergyForward = "0.26.0.0.1.1.12.0.0.0.0.0.0.0.224.3.73.0";

    private static readonly XNamespace Namespace = "http://iec.ch/TC57/2011/MeterReadings#";

    // Registers as they were when the scenario began: kWh and kvarh.
    private readonly (decimal Active, decimal Reactive)[] _registers =
        [.. Enumerable.Range(0, meters).Select(meter => (1000m + (37 * meter), 0.31m * (1000m + (37 * meter))))];

    public SimulatedMessage Measure(DateTimeOffset time)
    {
        var document = new XDocument(new XElement(Namespace + "MeterReadings", Enumerable.Range(0, meters).Select(meter => MeterReading(meter, time))));
        return new(name, System.Text.Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting)), 2 * meters);
    }

    private XElement MeterReading(int meter, DateTimeOffset time)
    {
        var (active, reactive) = network.EnergyOf(meter + 1, time, every);
        var register = _registers[meter] = (_registers[meter].Active + active, _registers[meter].Reactive + reactive);
        return new(Namespace + "MeterReading",
            new XElement(Namespace + "Meter", new XElement(Namespace + "Names", new XElement(Namespace + "name", $"{name}-{meter + 1:D4}"))),
            Readings(time, Math.Round(register.Active, 3), ActiveEnergyForward),
            Readings(time, Math.Round(register.Reactive, 3), ReactiveEnergyForward),
            new XElement(Namespace + "UsagePoint", new XElement(Namespace + "mRID", $"POD-{meter + 1:D4}")));
    }

    private static XElement Readings(DateTimeOffset time, decimal value, string type) => new(Namespace + "Readings",
        new XElement(Namespace + "timeStamp", time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture)),
        new XElement(Namespace + "value", value.ToString(CultureInfo.InvariantCulture)),
        new XElement(Namespace + "ReadingType", new XAttribute("ref", type)));
}
