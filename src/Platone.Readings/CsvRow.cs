using System.Text;

namespace Platone.Readings;

/// <summary>One line of a table as RFC 4180 writes it: fields with a separator between them, in quotes where they hold it. No field goes over lines.</summary>
public static class CsvRow
{
    /// <summary>The fields of one line, which has no line end.</summary>
    /// <exception cref="FormatException">A quote that is not closed, or something behind the closing one.</exception>
    public static List<string> Split(ReadOnlySpan<char> line, char separator = ',')
    {
        var fields = new List<string>();
        while (true)
        {
            var length = line is ['"', ..] ? TakeQuoted(line, fields) : TakePlain(line, separator, fields);
            if (length == line.Length) return fields;
            if (line[length] != separator) throw new FormatException($"found '{line[length]}' behind a closing quote, expected '{separator}'");

            line = line[(length + 1)..];
        }
    }

    /// <summary>The fields as one line.</summary>
    public static string Join(IEnumerable<string> fields) => string.Join(',', fields.Select(Quoted));

    private static int TakePlain(ReadOnlySpan<char> line, char separator, List<string> fields)
    {
        var end = line.IndexOf(separator);
        var field = end < 0 ? line : line[..end];
        if (field.Contains('"')) throw new FormatException("found a quote in a field that does not begin with one");

        fields.Add(field.ToString());
        return field.Length;
    }

    private static int TakeQuoted(ReadOnlySpan<char> line, List<string> fields)
    {
        var field = new StringBuilder();
        for (var i = 1; i < line.Length; i++)
        {
            if (line[i] != '"')
            {
                field.Append(line[i]);
            }
            else if (i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else
            {
                fields.Add(field.ToString());
                return i + 1;
            }
        }

        throw new FormatException("found a quote that is not closed");
    }

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny("\",\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
