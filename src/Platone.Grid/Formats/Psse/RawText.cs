using System.Globalization;
using System.Text;

namespace Platone.Grid.Formats.Psse;

/// <summary>Fields and records as RAW text.</summary>
static class RawText
{
    public static string Of(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>In quotes, without characters that would end it, and not longer than the format allows.</summary>
    public static string Quoted(string text, int length)
    {
        var kept = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes())
        {
            if (kept.Length > length) break;
            kept.Append(rune.Value is '\'' or '"' || Rune.IsControl(rune) ? " " : rune.ToString());
        }

        // A name must not look like a negative number.
        if (kept.Length > 1 && kept[1] == '-') kept[1] = '_';
        return kept.Append('\'').ToString();
    }

    public static string Record(params ReadOnlySpan<object> fields)
    {
        var record = new StringBuilder();
        foreach (var field in fields)
        {
            if (record.Length > 0) record.Append(',');
            record.Append(field is double number ? Of(number) : Convert.ToString(field, CultureInfo.InvariantCulture));
        }

        return record.ToString();
    }
}
