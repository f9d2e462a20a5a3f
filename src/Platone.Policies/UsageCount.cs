using System.Buffers;
using System.Globalization;
using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>
/// What was delivered by one grant in one hour, as one counter has it so far. A later count of the same counter, grant and hour takes the place of
/// an earlier one, so it may be told again at will. A broker tells it to the access layer as a line of the feed's connection:
/// <c>usage COUNTER HOUR DECLARATION MESSAGES BYTES FIRST LAST</c>, numbers and hashes spelled as in <see cref="FeedMessage"/>.
/// </summary>
/// <param name="Counter">One run of one broker; random.</param>
/// <param name="Hour">Unix seconds of its start.</param>
/// <param name="Declaration">The grant's identifier.</param>
/// <param name="Bytes">Of the messages' payloads.</param>
/// <param name="FirstMicros">When the first message was delivered, microseconds since the Unix epoch.</param>
/// <param name="LastMicros">When the last was.</param>
public readonly record struct UsageCount(Hash256 Counter, long Hour, Hash256 Declaration, long Messages, long Bytes, long FirstMicros, long LastMicros)
{
    public const long HourSeconds = 3600;

    /// <summary>Bytes: two hashes, five numbers of 19 digits, and what stands between them.</summary>
    private const int LongestLine = 256;

    /// <exception cref="FeedException">Not a line of this form.</exception>
    public static UsageCount ParseLine(ReadOnlySpan<byte> line, long lineNumber = 1)
    {
        var fields = new FeedFields(line, lineNumber);
        if (fields.Word() is var word and not "usage") throw fields.Unexpected("usage", word);

        var count = new UsageCount(
            fields.Hash("COUNTER"), fields.Number("HOUR"), fields.Hash("DECLARATION"), fields.PositiveNumber("MESSAGES"), fields.Number("BYTES"),
            fields.Number("FIRST"), fields.Number("LAST"));
        if (count.Hour % HourSeconds != 0) throw fields.Unexpected("HOUR as the start of an hour", count.Hour.ToString(CultureInfo.InvariantCulture));
        return fields.End(count);
    }

    /// <summary>Writes the line with its end. A broker tells as many as it made deliveries, so nothing is made for it that is thrown away.</summary>
    public void WriteLine(IBufferWriter<byte> target)
    {
        var line = target.GetSpan(LongestLine);
        "usage 0x"u8.CopyTo(line);
        var at = "usage 0x".Length;
        Write(Counter, line, ref at);
        Write(Hour, line, ref at);
        " 0x"u8.CopyTo(line[at..]);
        at += " 0x".Length;
        Write(Declaration, line, ref at);
        foreach (var number in (ReadOnlySpan<long>)[Messages, Bytes, FirstMicros, LastMicros]) Write(number, line, ref at);
        line[at++] = (byte)'\n';
        target.Advance(at);
    }

    private static void Write(Hash256 hash, Span<byte> line, ref int at)
    {
        Span<byte> bytes = stackalloc byte[Hash256.Length];
        hash.CopyTo(bytes);
        Convert.TryToHexStringLower(bytes, line[at..], out var written);
        at += written;
    }

    private static void Write(long number, Span<byte> line, ref int at)
    {
        line[at++] = (byte)' ';
        number.TryFormat(line[at..], out var written, default, CultureInfo.InvariantCulture);
        at += written;
    }
}
