using System.Text;

namespace Platone.Readings;

/// <summary>
/// Reads tables, the format of archives: the header <c>device,component,measurand,phase,time,value,unit</c>, with <c>,quality</c> or without, then a
/// line a reading.
/// </summary>
/// <remarks>
/// A reading's raw part is its line without the line's end. A component or phase that is left empty is <c>-</c> or <c>none</c>; the quality is the code of IEC
/// 61968-9 (<c>1.0.0</c>) or empty for valid. Every line ends with LF or CRLF.
/// </remarks>
static class CsvCodec
{
    internal const string Header = "device,component,measurand,phase,time,value,unit";

    internal const string HeaderWithQuality = Header + ",quality";

    private const string NoPhase = "none";

    /// <summary>Whether a payload begins as a table does.</summary>
    public static bool Recognises(ReadOnlySpan<byte> text) => text.StartsWith("device,"u8);

    internal static DecodedMessage Decode(ReadOnlySpan<byte> payload, int start, DecodeLimits limits)
    {
        var readings = new List<Reading>();
        var columns = 0;
        for (int offset = start, number = 1; offset < payload.Length; number++)
        {
            var line = LineOf(payload[offset..], number, out var next);
            if (number == 1) columns = ColumnsOf(line);
            else readings.Add(Decode(line, number, columns, offset));
            if (readings.Count > limits.MaxReadings)
                throw new PayloadException($"line {number}", $"more than {limits.MaxReadings} readings", $"at most {limits.MaxReadings} readings");
            offset += next;
        }

        if (readings.Count == 0) throw new PayloadException("line 2", "nothing", "at least one reading");

        var devices = readings.Select(reading => reading.Stream.Device).Distinct().Take(2).ToList();
        return new(PayloadFormat.Csv, devices.Count == 1 ? devices[0] : null, readings);
    }

    /// <summary>A line that does not end may have been cut off: <c>kW</c> could have been <c>kWh</c>.</summary>
    private static ReadOnlySpan<byte> LineOf(ReadOnlySpan<byte> rest, int number, out int next)
    {
        var end = rest.IndexOf((byte)'\n');
        if (end < 0) throw new PayloadException($"line {number}", "no end of the line", "a line feed behind every line, the last one too");

        next = end + 1;
        return rest[..end] is [.. var line, (byte)'\r'] ? line : rest[..end];
    }

    private static int ColumnsOf(ReadOnlySpan<byte> header) => Encoding.UTF8.GetString(header) switch
    {
        Header => 7,
        HeaderWithQuality => 8,
        var other => throw new PayloadException("line 1", $"'{other}'", $"{Header} or {HeaderWithQuality}"),
    };

    private static Reading Decode(ReadOnlySpan<byte> line, int number, int columns, int offset)
    {
        var fields = FieldsOf(line, number);
        if (fields.Count != columns) throw new PayloadException($"line {number}", $"{fields.Count} fields", $"{columns} fields, as the header has them");

        string Place(string column) => $"line {number}, {column}";
        var stream = new StreamName(
            Part(fields[0], Place("device")), Part(OrElse(fields[1], StreamName.NoComponent), Place("component")),
            Part(fields[2], Place("measurand")), Part(OrElse(fields[3], NoPhase), Place("phase")));
        if (!IsoTime.TryParse(fields[4], out var time, out var expected)) throw new PayloadException(Place("time"), $"'{fields[4]}'", expected);
        if (!ExactDecimal.TryParse(fields[5], out var written)) throw new PayloadException(Place("value"), $"'{fields[5]}'", "a decimal number");
        if (!ScaledUnit.TryParse(fields[6], out var unit)) throw new PayloadException(Place("unit"), $"'{fields[6]}'", ScaledUnit.Expected);
        if (!written.TryScale(unit.PowerOfTen, out var value))
            throw new PayloadException(Place("value"), $"{written}", "a value whose exponent stays in -128 to 127");

        return new(stream, time, value, unit.Unit, QualityOf(fields, Place("quality")), DeviceSequence: null, offset, line.Length);
    }

    private static List<string> FieldsOf(ReadOnlySpan<byte> line, int number)
    {
        try
        {
            return CsvRow.Split(Encoding.UTF8.GetString(line));
        }
        catch (FormatException e)
        {
            throw new PayloadException($"line {number}", e.Message, "fields as RFC 4180 writes them");
        }
    }

    private static string Part(string text, string place) =>
        StreamName.IsPart(text, out var expected) ? text : throw new PayloadException(place, $"'{text}'", expected);

    private static string OrElse(string field, string otherwise) => field.Length == 0 ? otherwise : field;

    private static ushort QualityOf(List<string> fields, string place)
    {
        if (fields.Count < 8 || fields[7].Length == 0) return ReadingQuality.Valid;

        return ReadingQuality.TryParse(fields[7], out var quality)
            ? quality
            : throw new PayloadException(place, $"'{fields[7]}'", "a quality code such as 1.0.0, or nothing");
    }
}
