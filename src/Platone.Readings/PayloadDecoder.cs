using System.Text;
using System.Text.Unicode;

namespace Platone.Readings;

/// <summary>Turns what devices send into canonical readings. Says no to everything else, always with a <see cref="PayloadException"/>.</summary>
public static class PayloadDecoder
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="payload">UTF-8, with or without a byte-order mark. What it starts with and holds tells its format.</param>
    /// <param name="limits">Bounds on size, number of readings and nesting.</param>
    /// <exception cref="PayloadException">The payload is anything but a complete, unambiguous message of a known format within the limits.</exception>
    public static DecodedMessage Decode(ReadOnlySpan<byte> payload, DecodeLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limits.MaxDepth);
        if (payload.Length > limits.MaxPayloadBytes)
            throw new PayloadException("payload", $"{payload.Length} bytes", $"at most {limits.MaxPayloadBytes} bytes");

        var start = payload.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        RequireUtf8(payload, start);

        var message = DecodeText(payload, start, limits);
        RequireDistinct(message.Readings);
        return message;
    }

    private static DecodedMessage DecodeText(ReadOnlySpan<byte> payload, int start, DecodeLimits limits)
    {
        var text = payload[start..].TrimStart(" \t\r\n"u8);
        if (text.IsEmpty) throw new PayloadException("payload", "nothing", "a JSON or an XML message, or a table");
        if (text[0] == '<') return MeterReadingsXmlCodec.Decode(payload, start, limits);
        if (text[0] == '{') return DecodeJson(new(payload, start, limits));

        if (CsvCodec.Recognises(text)) return CsvCodec.Decode(payload, payload.Length - text.Length, limits);

        var opening = Encoding.UTF8.GetString(text[..Math.Min(text.Length, 16)]);
        throw new PayloadException("payload", $"'{opening}'", "'{' of a JSON object, '<' of an XML document, or the header of a table");
    }

    private static DecodedMessage DecodeJson(JsonPayload payload)
    {
        var markers = payload.Members(payload.Root, "", "device", "lightNode");
        return (markers[0].Exists, markers[1].Exists) switch
        {
            (true, false) => PmuJsonCodec.Decode(payload),
            (false, true) => LightNodeJsonCodec.Decode(payload),
            (true, true) => throw new PayloadException("payload", "both device and lightNode", "one of the two"),
            _ => throw new PayloadException("payload", "neither device nor lightNode", "a PMU's or a light node's message, which names one of the two"),
        };
    }

    private static void RequireUtf8(ReadOnlySpan<byte> payload, int start)
    {
        if (Utf8.IsValid(payload)) return;

        var position = start;
        while (Rune.DecodeFromUtf8(payload[position..], out _, out var length) == System.Buffers.OperationStatus.Done)
            position += length;

        throw new PayloadException($"payload byte {position}", $"0x{payload[position]:X2}", "UTF-8");
    }

    /// <summary>The same stream and time twice in one message: one of the two is wrong, and nobody can tell which.</summary>
    private static void RequireDistinct(IReadOnlyList<Reading> readings)
    {
        var seen = new HashSet<(StreamName, long)>(readings.Count);
        foreach (var reading in readings)
        {
            if (seen.Add((reading.Stream, reading.TimeMicros))) continue;

            var place = $"reading {seen.Count + 1} of {readings.Count}";
            throw new PayloadException(place, $"'{reading.Stream}' at the same time again", "one value per stream and time");
        }
    }
}
