using System.Text;

namespace Platone.Readings;

/// <summary>
/// Reads MeterReadings of IEC 61968-9, bare or in the message wrapper: each <c>MeterReading</c> has a <c>Meter</c>, any number of <c>Readings</c> and perhaps a
/// <c>UsagePoint</c>. Places in errors are XPaths: they count from 1.
/// </summary>
/// <remarks>
/// The device is the meter's mRID, or else its first name; the component is the usage point's, or <c>-</c> where there is none.
/// Elements that say more about a meter or a reading are ignored. <c>IntervalBlocks</c> are refused: they hold values, and values must not vanish.
/// </remarks>
sealed class MeterReadingsXmlCodec
{
    internal const string Namespace = "http://iec.ch/TC57/2011/MeterReadings#";

    private const string WrapperNamespace = "http://iec.ch/TC57/2011/MeterReadingsMessage";

    private static readonly string[] KnownElements = ["Meter", "UsagePoint", "Readings", "IntervalBlocks"];

    private readonly XmlCursor _xml;
    private readonly DecodeLimits _limits;
    private readonly List<Reading> _readings = [];
    private readonly HashSet<string> _meters = [];
    private readonly Dictionary<string, ReadingType> _knownTypes = [];
    private int _meterReadingCount, _readingsCount;

    private MeterReadingsXmlCodec(XmlCursor xml, DecodeLimits limits) => (_xml, _limits) = (xml, limits);

    internal static DecodedMessage Decode(ReadOnlySpan<byte> payload, int start, DecodeLimits limits)
    {
        using var xml = new XmlCursor(Encoding.UTF8.GetString(payload[start..]), start, limits);
        return new MeterReadingsXmlCodec(xml, limits).Decode();
    }

    private DecodedMessage Decode()
    {
        _xml.MoveToRoot();
        if (_xml.NameIn(Namespace) == "MeterReadings") DecodeMeterReadings();
        else if (_xml.NameIn(WrapperNamespace) is "CreateMeterReadings" or "CreatedMeterReadings") DecodeWrapper();
        else throw new PayloadException("root element", _xml.FullName, $"MeterReadings in namespace {Namespace} or CreateMeterReadings in {WrapperNamespace}");

        _xml.MoveToEnd();
        if (_readings.Count == 0) throw new PayloadException("MeterReadings", "no Readings", "at least one reading");

        return new(PayloadFormat.MeterReadingsXml, _meters.Count == 1 ? _meters.Single() : null, _readings);
    }

    private void DecodeWrapper()
    {
        for (var depth = _xml.Depth; _xml.MoveToChild(depth, "message");)
            if (_xml.NameIn(WrapperNamespace) == "Payload") DecodePayload();
    }

    private void DecodePayload()
    {
        for (var depth = _xml.Depth; _xml.MoveToChild(depth, "Payload");)
            if (_xml.NameIn(Namespace) == "MeterReadings") DecodeMeterReadings();
    }

    private void DecodeMeterReadings()
    {
        for (var depth = _xml.Depth; _xml.MoveToChild(depth, "MeterReadings");)
        {
            var name = _xml.NameIn(Namespace);
            XmlCursor.RefuseMisspelling(name, ["MeterReading"], "MeterReadings");
            if (name == "MeterReading") DecodeMeterReading($"MeterReading[{++_meterReadingCount}]");
        }
    }

    private void DecodeMeterReading(string place)
    {
        string? meter = null, usagePoint = null;
        var elements = new List<ReadingsElement>();

        for (var depth = _xml.Depth; _xml.MoveToChild(depth, place);)
        {
            switch (_xml.NameIn(Namespace))
            {
                case "Meter":
                    XmlCursor.RequireFirst(meter, $"{place}/Meter");
                    meter = DecodeIdentity($"{place}/Meter");
                    break;
                case "UsagePoint":
                    XmlCursor.RequireFirst(usagePoint, $"{place}/UsagePoint");
                    usagePoint = DecodeIdentity($"{place}/UsagePoint");
                    break;
                case "Readings":
                    RequireRoom(place);
                    elements.Add(ReadingsElement.Decode(_xml, $"{place}/Readings[{elements.Count + 1}]", _knownTypes));
                    break;
                case "IntervalBlocks":
                    throw new PayloadException($"{place}/IntervalBlocks", "the element", "the values in Readings elements");
                case var other:
                    XmlCursor.RefuseMisspelling(other, KnownElements, place);
                    break;
            }
        }

        if (meter is null) throw new PayloadException($"{place}/Meter", "nothing", "a Meter with an mRID or a name");

        _meters.Add(meter);
        _readings.AddRange(elements.Select(element => element.ToReading(meter, usagePoint ?? StreamName.NoComponent)));
    }

    private void RequireRoom(string place)
    {
        if (++_readingsCount > _limits.MaxReadings)
            throw new PayloadException($"{place}/Readings", $"more than {_limits.MaxReadings} in the message", $"at most {_limits.MaxReadings} readings");
    }

    /// <summary>The mRID of a meter or usage point, or else the first of its names.</summary>
    private string DecodeIdentity(string place)
    {
        string? mrid = null, name = null;
        for (var depth = _xml.Depth; _xml.MoveToChild(depth, place);)
        {
            switch (_xml.NameIn(Namespace))
            {
                case "mRID":
                    XmlCursor.RequireFirst(mrid, $"{place}/mRID");
                    mrid = _xml.NamePart($"{place}/mRID");
                    break;
                case "Names":
                    name ??= DecodeName($"{place}/Names");
                    break;
            }
        }

        return mrid ?? name ?? throw new PayloadException(place, "neither mRID nor name", "an mRID or a Names/name");
    }

    /// <summary>The name itself, not the one of its type or of the type's authority, which stand deeper.</summary>
    private string? DecodeName(string place)
    {
        string? name = null;
        for (var depth = _xml.Depth; _xml.MoveToChild(depth, place);)
        {
            if (_xml.NameIn(Namespace) != "name") continue;

            XmlCursor.RequireFirst(name, $"{place}/name");
            name = _xml.NamePart($"{place}/name");
        }

        return name;
    }
}
