using System.Globalization;

namespace Platone.Grid.Formats.Psse;

/// <summary>A record of a case with its fields by name. A field that is skipped, or that the revision does not have, has PSS/E's default.</summary>
/// <param name="place">Where it stands in the file.</param>
sealed class Record(Layout layout, string?[] fields, string place, string file)
{
    public bool Has(string name) => Find(name) is not null;

    public double Number(string name, double missing)
    {
        if (Find(name) is not { } text) return missing;

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Error(name, $"found '{text}', expected a finite number");
    }

    public double Positive(string name, double missing)
    {
        var number = Number(name, missing);
        return number > 0 ? number : throw Error(name, number, "a positive number");
    }

    public int Whole(string name, int missing) => Find(name) is null ? missing : Whole(name);

    public int Whole(string name)
    {
        var text = Find(name) ?? throw Error(name, "found nothing, expected a whole number");
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Error(name, $"found '{text}', expected a whole number");
    }

    public int Code(string name, int missing, int lowest, int highest)
    {
        var code = Whole(name, missing);
        return code >= lowest && code <= highest ? code : throw Error(name, $"found {code}, expected {lowest} to {highest}");
    }

    public string Text(string name, string missing) => Find(name)?.Trim() is { Length: > 0 } text ? text : missing;

    public GridFormatException Error(string field, double found, string expected) =>
        Error(field, FormattableString.Invariant($"found {found}, expected {expected}"));

    public GridFormatException Error(string field, string problem) => new(file, $"{place}, {layout.Section}, {field.ToUpperInvariant()}", problem);

    private string? Find(string name)
    {
        var column = layout.PlaceOf(name);
        return column >= 0 && column < fields.Length ? fields[column] : null;
    }
}
