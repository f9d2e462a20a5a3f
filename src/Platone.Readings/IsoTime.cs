using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Platone.Readings;

/// <summary>
/// Times as ISO 8601 writes them and as readings keep them: microseconds since 1970-01-01T00:00:00Z, never before it and never after the year 9999.
/// Strict, because a guessed time zone moves a reading into another settlement period: date, <c>T</c>, time to the second and a zone are all required.
/// </summary>
public static class IsoTime
{
    private const long MicrosPerSecond = 1_000_000;
    private const int MaxFractionDigits = 9, MicroDigits = 6;

    // XML Schema part 2, section 3.2.7: no zone is further away from UTC.
    private const int MaxZoneMinutes = 14 * 60;

    public static readonly long MaxMicros = (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <exception cref="FormatException">The text is no such time; the message says what it lacks.</exception>
    public static long Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var micros, out var expected) ? micros : throw new FormatException($"Expected {expected}, found '{text}'.");

    /// <summary>
    /// Reads <c>yyyy-MM-ddTHH:mm:ss[.f to .fffffffff](Z|±HH:mm)</c>. Digits beyond the microsecond are dropped. Leap seconds and 24:00 are refused.
    /// </summary>
    /// <param name="text">The time, nothing around it.</param>
    /// <param name="micros">Microseconds since the Unix epoch.</param>
    /// <param name="expected">What the text should have had, for an error message.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out long micros, [NotNullWhen(false)] out string? expected)
    {
        micros = 0;
        if (!TryDateAndTime(text, out var seconds, out expected)) return false;

        var rest = text["yyyy-MM-ddTHH:mm:ss".Length..];
        if (!TryFraction(ref rest, out var fraction))
        {
            expected = $"1 to {MaxFractionDigits} digits after the seconds' point";
            return false;
        }

        if (!TryZone(rest, out var zoneMinutes))
        {
            expected = "a time zone, Z or ±HH:MM up to 14:00, right after the seconds";
            return false;
        }

        micros = (seconds - zoneMinutes * 60L) * MicrosPerSecond + fraction;
        if (micros >= 0 && micros <= MaxMicros) return true;

        (micros, expected) = (0, "a time from 1970-01-01T00:00:00Z to the end of 9999 in UTC");
        return false;
    }

    /// <summary>Writes <c>yyyy-MM-ddTHH:mm:ss.ffffffZ</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Before 1970 or after 9999.</exception>
    public static string Format(long micros)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(micros);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(micros, MaxMicros);
        return DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
    }

    private static bool TryDateAndTime(ReadOnlySpan<char> text, out long seconds, [NotNullWhen(false)] out string? expected)
    {
        seconds = 0;
        expected = "an ISO 8601 time yyyy-MM-ddTHH:mm:ss with a zone";
        if (text.Length < 19 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') return false;
        if (!TryNumber(text[..4], out var year) || !TryNumber(text[5..7], out var month) || !TryNumber(text[8..10], out var day)) return false;
        if (!TryNumber(text[11..13], out var hour) || !TryNumber(text[14..16], out var minute) || !TryNumber(text[17..19], out var second)) return false;

        expected = "a year from 1970 to 9999";
        if (year < 1970) return false;

        expected = "a day that the calendar has";
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;

        expected = "a time of day from 00:00:00 to 23:59:59";
        if (hour > 23 || minute > 59 || second > 59) return false;

        seconds = (new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
        expected = null;
        return true;
    }

    /// <summary>Takes <c>.digits</c> from the front, if there is a point.</summary>
    private static bool TryFraction(ref ReadOnlySpan<char> text, out int micros)
    {
        micros = 0;
        if (text.IsEmpty || text[0] != '.') return true;

        var digits = 0;
        for (text = text[1..]; !text.IsEmpty && char.IsAsciiDigit(text[0]); text = text[1..], digits++)
            if (digits < MicroDigits) micros = micros * 10 + (text[0] - '0');

        for (var missing = digits; missing < MicroDigits; missing++)
            micros *= 10;

        return digits is > 0 and <= MaxFractionDigits;
    }

    private static bool TryZone(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z") return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':') return false;
        if (!TryNumber(text[1..3], out var hours) || !TryNumber(text[4..], out var rest) || rest > 59) return false;

        minutes = hours * 60 + rest;
        if (minutes > MaxZoneMinutes) return false;

        if (text[0] == '-') minutes = -minutes;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
