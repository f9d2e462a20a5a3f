using System.Globalization;
using System.Text;
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

    /// <summary>With its line end.</summary>
    public byte[] ToLine() => Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"usage {Counter} {Hour} {Declaration} {Messages} {Bytes} {FirstMicros} {LastMicros}\n"));
}
