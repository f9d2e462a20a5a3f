namespace Platone.Grid.Formats.Psse;

/// <summary>A field of a RAW record; without text where it is skipped.</summary>
readonly record struct RawField(string? Text, bool IsQuoted)
{
    /// <summary>Commas and blanks separate, two commas skip a field, a slash outside quotes ends the record.</summary>
    public static List<RawField> Split(string line)
    {
        var fields = new List<RawField>();
        var i = 0;
        while (true)
        {
            while (i < line.Length && char.IsWhiteSpace(line[i])) i++;
            if (i == line.Length || line[i] == '/') return fields;

            if (line[i] == ',')
            {
                fields.Add(default);
                i++;
                continue;
            }

            fields.Add(Take(line, ref i));
            while (i < line.Length && char.IsWhiteSpace(line[i])) i++;
            if (i < line.Length && line[i] == ',') i++;
        }
    }

    private static RawField Take(string line, ref int i)
    {
        var start = i;
        var quote = line[i];
        if (quote is '\'' or '"' && line.IndexOf(quote, i + 1) is > 0 and var end)
        {
            i = end + 1;
            return new(line[(start + 1)..end], true);
        }

        while (i < line.Length && line[i] is not (',' or '/') && !char.IsWhiteSpace(line[i])) i++;
        return new(line[start..i], false);
    }
}
