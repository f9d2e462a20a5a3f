using System.Text;

namespace Platone.Readings.Tests;

/// <summary>Makes hostile messages out of good ones: the same seed, the same message.</summary>
sealed class Mutations(int seed)
{
    private const int LongestPayload = 64 << 10;

    private static readonly byte[][] Corpus =
    [
        .. Samples.All.Select(Encoding.UTF8.GetBytes),
        .. new[]
        {
            """
            {"device":"\u0050MU\ud83d\udd0c","timestamp":"2020-05-20T10:27:57+02:00","readings":[
            {"component":"B","measurand":"current","phase":"A","data":1e3},
            {"component":"B","measurand":"current","phase":"B","data":-0.50}]}
            """,
            """
            {"lightNode":"Zähler 7","sequence":18446744073709551615,"timestamp":"2026-01-01T00:00:04.000001Z",
             "readings":[{"measurand":"voltmagnitude","unit":"V","value":"230.0000000001"}]}
            """,
            """
            <m:MeterReadings xmlns:m="http://iec.ch/TC57/2011/MeterReadings#"><m:MeterReading><m:Meter><m:Names><m:name>a&amp;b</m:name></m:Names></m:Meter>
            <m:Readings><m:timeStamp>2019-09-13T15:30:00Z</m:timeStamp><m:value><![CDATA[1.5]]></m:value>
            <m:ReadingType ref='0.26.0.0.1.1.12.0.0.0.0.0.0.0.224.3.72.0'/></m:Readings></m:MeterReading></m:MeterReadings>
            """,
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] Pieces =
    [
        // What means something to JSON or XML.
        .. new[]
        {
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\ud800", "\\udc00\\ud800", "\\u0000", "\\u202e", "null", "true", "<", ">", "/>", "&", "&lol;", "&#0;",
            "&#xD800;", "&#x10FFFF;",
            "<!--", "-->", "<![CDATA[", "]]>", "<?xml version='1.1'?>", "<!DOCTYPE a [<!ENTITY lol \"lol\">]>", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">",
            " xmlns=\"urn:x\"", " xml:space=\"preserve\"",
            "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\"/>", "<Readings>", "</Readings>", "<value>1</value>",
            // Keys again.
            "\"device\":\"PMU2\",", "\"lightNode\":\"LN-1\",", "\"timestamp\":\"2026-01-01T00:00:00Z\",", "\"readings\":[],", "\"value\":\"2\",",
            "\"data\":2,", "\"sequence\":1,", "\"replaces\":1,", "\"signatures\":[],", "\"signatures\":[null,null],",
            $"\"{Samples.Signature}\"", Samples.OtherSignature,
            // Numbers.
            "1e999999999", "-1e-999999999", "1E400", "0.1e-300", "99999999999999999999999999999999999999999", "-0", "00", "0x10", "NaN", "Infinity", "1_000",
            "٣", "１", "18446744073709551616",
            // Text that is not what it seems: bidirectional and invisible characters, look-alikes, composed and decomposed, noncharacters.
            "\u202E", "\u2066", "\u200B", "\u200D", "\u2060", "\u00AD", "\uFEFF", "РМU1", "ＰＭＵ１", "\u00E9", "e\u0301", "\u212B", "\u00C5", "\uFFFE",
            "\U0010FFFF", "🔌", "\0", "\u0007", "\u0085", "\u2028",
            "/", "%2F", "%", "+", "#", "../", "\r\n", "\t",
        }.Select(Encoding.UTF8.GetBytes),
        // Bytes that are no UTF-8: over-long, surrogates, above U+10FFFF, cut off, UTF-16.
        [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0xAF], [0xF0, 0x80, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF8,
        0x88, 0x80, 0x80, 0x80],
        [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x94], [0x80], [0xFF], [0xFE, 0xFF], [0xFF, 0xFE], [0x00, 0x7B],
    ];

    private readonly Random _random = new(seed);

    public byte[] Payload()
    {
        var payload = Pick(Corpus);
        for (var count = _random.Next(1, 6); count > 0; count--) payload = Mutate(payload);
        return payload.Length <= LongestPayload ? payload : payload[..LongestPayload];
    }

    private byte[] Mutate(byte[] payload)
    {
        var (at, length) = Slice(payload);
        return _random.Next(12) switch
        {
            0 => Changed(payload, at, value => (byte)(value ^ (1 << _random.Next(8)))),
            1 => Changed(payload, at, _ => (byte)_random.Next(256)),
            2 => payload[..at],
            3 => payload[at..],
            4 => [.. payload[..at], .. payload[(at + length)..]],
            5 => [.. payload[..(at + length)], .. payload[at..]],
            6 => Spliced(payload, at),
            7 => NumberReplaced(payload, at),
            8 => Nested(payload, at),
            9 => Repeated(payload, at, length),
            _ => [.. payload[..at], .. Pick(Pieces), .. payload[at..]],
        };
    }

    /// <summary>The beginning of one message and the end of another.</summary>
    private byte[] Spliced(byte[] payload, int at)
    {
        var other = Pick(Corpus);
        return [.. payload[..at], .. other[_random.Next(other.Length)..]];
    }

    private byte[] NumberReplaced(byte[] payload, int at)
    {
        var start = payload.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (start < 0) return payload;

        start += at;
        var end = start;
        while (end < payload.Length && payload[end] is >= (byte)'0' and <= (byte)'9') end++;
        var digits = _random.Next(3) switch { 0 => new string('9', _random.Next(1, 400)), 1 => $"{_random.NextInt64()}e{_random.Next(-500, 500)}",
            _ => $"0.{new string('0', _random.Next(400))}1" };
        return [.. payload[..start], .. Encoding.ASCII.GetBytes(digits), .. payload[end..]];
    }

    private byte[] Nested(byte[] payload, int at)
    {
        var depth = _random.Next(1, _random.Next(20) == 0 ? 5_000 : 30);
        var (open, close) = _random.Next(3) switch { 0 => ("[", "]"), 1 => ("{\"x\":", "}"), _ => ("<a>", "</a>") };
        return [.. payload[..at], .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close,
            depth))), .. payload[at..]];
    }

    private byte[] Repeated(byte[] payload, int at, int length)
    {
        var times = _random.Next(2, _random.Next(50) == 0 ? 2_000 : 8);
        return [.. payload[..at], .. Enumerable.Repeat(payload[at..(at + length)], times).SelectMany(bytes => bytes).Take(LongestPayload), .. payload[at..]];
    }

    private (int At, int Length) Slice(byte[] payload)
    {
        var at = _random.Next(payload.Length + 1);
        return (at, _random.Next(Math.Min(60, payload.Length - at) + 1));
    }

    private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];

    private static byte[] Changed(byte[] payload, int at, Func<byte, byte> change)
    {
        if (at == payload.Length) return payload;

        byte[] changed = [.. payload];
        changed[at] = change(changed[at]);
        return changed;
    }
}
