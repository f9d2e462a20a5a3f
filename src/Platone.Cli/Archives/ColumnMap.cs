using System.Globalization;
using Platone.Cli.Commands;
using Platone.Readings;

namespace Platone.Cli.Archives;

/// <summary>How a table's columns become those that the framework knows. With nothing given, the table must have just these.</summary>
sealed class ColumnMap
{
    private static readonly string[] Known = ["device", "component", "measurand", "phase", "time", "value", "unit", "quality"];

    private readonly Dictionary<string, string> _columns = [];
    private readonly Dictionary<string, string> _fixed = [];
    private readonly char _separator;
    private readonly bool _decimalComma;
    private readonly string? _zone;

    /// <param name="columns">NAME=COLUMN each: which column of the table is one of ours.</param>
    /// <param name="constants">NAME=TEXT each: what every reading has there.</param>
    /// <param name="zone">Of times that have none: Z or ±HH:MM.</param>
    /// <exception cref="BadInputException">An unknown name, or one that is given twice.</exception>
    public ColumnMap(IReadOnlyList<string> columns, IReadOnlyList<string> constants, char separator, bool decimalComma, string? zone)
    {
        (_separator, _decimalComma, _zone) = (separator, decimalComma, zone);
        foreach (var pair in columns) Add(_columns, "--column", pair);
        foreach (var pair in constants) Add(_fixed, "--set", pair);
        if (zone is not null && !IsoTime.TryParse("2026-01-01T00:00:00" + zone, out _, out _))
            throw new BadInputException($"--zone: found '{zone}', expected Z or a difference such as +01:00");
    }

    /// <summary>Whether the lines of a table are taken as they are, byte for byte.</summary>
    public bool IsIdentity => _columns.Count == 0 && _fixed.Count == 0 && _separator == ',' && !_decimalComma && _zone is null;

    /// <summary>What makes lines in our order of a table with this header.</summary>
    /// <exception cref="FormatException">The header lacks a column.</exception>
    public Func<string, List<string>> For(string header)
    {
        var there = CsvRow.Split(header, _separator);
        var sources = Known.Select(name => SourceOf(name, there)).ToArray();
        return line =>
        {
            var fields = CsvRow.Split(line, _separator);
            return fields.Count == there.Count
                ? [.. Known.Select((name, i) => Spell(name, sources[i] is { } column ? fields[column] : _fixed.GetValueOrDefault(name, "")))]
                : throw new FormatException($"found {fields.Count} fields, expected {there.Count}, as the header has them");
        };
    }

    private int? SourceOf(string name, List<string> header)
    {
        if (_fixed.ContainsKey(name)) return null;

        var column = header.IndexOf(_columns.GetValueOrDefault(name, name));
        if (column >= 0) return column;
        return name is "component" or "phase" or "quality" && !_columns.ContainsKey(name)
            ? null
            : throw new FormatException(
                $"found the columns {string.Join(", ", header)}, expected {_columns.GetValueOrDefault(name, name)}: "
                + $"name another with --column {name}=COLUMN, or --set {name}=TEXT");
    }

    private string Spell(string name, string field) => name switch
    {
        "value" when _decimalComma => field.Replace(".", "", StringComparison.Ordinal).Replace(',', '.'),
        "time" when _zone is not null => WithZone(field.Trim()),
        _ => field.Trim(),
    };

    /// <summary>A date and a time with a space or T between them, seconds or none, get the zone; what has one already stays.</summary>
    private string WithZone(string field)
    {
        string[] forms = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];
        return DateTime.TryParseExact(field, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? local.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + _zone
            : field;
    }

    private static void Add(Dictionary<string, string> map, string option, string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || !Known.Contains(pair[..equals]))
            throw new BadInputException($"{option}: found '{pair}', expected NAME=... with one of {string.Join(", ", Known)}");
        if (!map.TryAdd(pair[..equals], pair[(equals + 1)..])) throw new BadInputException($"{option}: found {pair[..equals]} twice, expected it once");
    }
}
