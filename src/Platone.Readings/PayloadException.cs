using System.Globalization;
using System.Text;

namespace Platone.Readings;

/// <summary>A payload that cannot be accepted: where, what stood there, what should have. The message is safe to log and to send back.</summary>
public sealed class PayloadException(string place, string found, string expected) : Exception($"{place}: found {Shown(found)}, expected {expected}")
{
    private const int MaxShownChars = 80;

    /// <summary>Path of the culprit inside the payload, such as <c>readings[3].data</c>.</summary>
    public string Place { get; } = place;

    /// <summary>What stood there: at most 80 characters, control characters escaped.</summary>
    public string Found { get; } = Shown(found);

    public string Expected { get; } = expected;

    /// <summary>The text comes from strangers: it must not break a log line, a terminal or an encoder.</summary>
    private static string Shown(string found)
    {
        var shown = new StringBuilder();
        var cut = 0;
        foreach (var rune in found.EnumerateRunes())
        {
            shown.Append(Escaped(rune));
            if (shown.Length < MaxShownChars) cut = shown.Length;
            if (shown.Length > MaxShownChars) return shown.ToString(0, cut) + '…';
        }

        return shown.ToString();
    }

    private static string Escaped(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => $"\\u{rune.Value:X4}",
        _ => rune.ToString(),
    };
}
