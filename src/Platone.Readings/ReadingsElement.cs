namespace Platone.Readings;

/// <summary>One <c>Readings</c> element of IEC 61968-9 MeterReadings: everything of a reading but whose it is, which the message says elsewhere.</summary>
readonly record struct ReadingsElement(long TimeMicros, ExactDecimal Value, ReadingType Type, ushort Quality, int RawOffset, int RawLength)
{
    private static readonly string[] KnownElements = ["timeStamp", "value", "ReadingType", "ReadingQualities"];

    /// <param name="xml">Stands on the element's start tag; moves to its end tag.</param>
    /// <param name="place">Path of the element.</param>
    /// <param name="knownTypes">ReadingTypes that the message has used before, by code; messages repeat few of them often.</param>
    internal static ReadingsElement Decode(XmlCursor xml, string place, Dictionary<string, ReadingType> knownTypes)
    {
        string timePlace = $"{place}/timeStamp", valuePlace = $"{place}/value", typePlace = $"{place}/ReadingType";
        string? time = null, value = null, type = null;
        var quality = ReadingQuality.Valid;
        var start = xml.StartOfElement();

        for (var depth = xml.Depth; xml.MoveToChild(depth, place);)
        {
            var name = xml.NameIn(MeterReadingsXmlCodec.Namespace);
            switch (name)
            {
                case "timeStamp":
                    XmlCursor.RequireFirst(time, timePlace);
                    time = xml.Text(timePlace);
                    break;
                case "value":
                    XmlCursor.RequireFirst(value, valuePlace);
                    value = xml.Text(valuePlace);
                    break;
                case "ReadingType":
                    XmlCursor.RequireFirst(type, typePlace);
                    type = xml.Reference(typePlace);
                    break;
                case "ReadingQualities":
                    quality = ReadingQuality.Worse(quality, DecodeQualities(xml, $"{place}/ReadingQualities"));
                    break;
                default:
                    XmlCursor.RefuseMisspelling(name, KnownElements, place);
                    break;
            }
        }

        var timeMicros = RequireTime(time, timePlace);
        var readingType = RequireType(type, typePlace, knownTypes);
        return new(timeMicros, RequireValue(value, readingType, valuePlace), readingType, quality, start, xml.EndOfElement() - start);
    }

    internal Reading ToReading(string meter, string usagePoint) =>
        new(new(meter, usagePoint, Type.Measurand, Type.Phase), TimeMicros, Value, Type.Unit, Quality, DeviceSequence: null, RawOffset, RawLength);

    private static ushort DecodeQualities(XmlCursor xml, string place)
    {
        var quality = ReadingQuality.Valid;
        for (var depth = xml.Depth; xml.MoveToChild(depth, place);)
        {
            if (xml.NameIn(MeterReadingsXmlCodec.Namespace) != "ReadingQualityType") continue;

            var code = xml.Reference($"{place}/ReadingQualityType");
            if (!ReadingQuality.TryParse(code, out var next))
                throw new PayloadException($"{place}/ReadingQualityType/@ref", $"'{code}'", "system.category.index, such as 1.0.0 for valid");

            quality = ReadingQuality.Worse(quality, next);
        }

        return quality;
    }

    private static long RequireTime(string? text, string place)
    {
        if (text is null) throw new PayloadException(place, "nothing", "the time of the reading");

        return IsoTime.TryParse(text, out var micros, out var expected) ? micros : throw new PayloadException(place, $"'{text}'", expected);
    }

    private static ReadingType RequireType(string? code, string place, Dictionary<string, ReadingType> knownTypes)
    {
        if (code is null) throw new PayloadException(place, "nothing", "a ReadingType with a ref of 18 numbers");
        if (knownTypes.TryGetValue(code, out var known)) return known;

        return knownTypes[code] = ReadingType.Parse(code, $"{place}/@ref");
    }

    private static ExactDecimal RequireValue(string? text, ReadingType type, string place)
    {
        if (text is null) throw new PayloadException(place, "nothing", "the value of the reading");
        if (!ExactDecimal.TryParse(text, out var written)) throw new PayloadException(place, $"'{text}'", ExactDecimal.Expected);
        if (!written.TryScale(type.Multiplier, out var value)) throw new PayloadException(place, $"{written}", "a value whose exponent stays in -128 to 127");

        return value;
    }
}
