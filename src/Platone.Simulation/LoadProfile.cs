using System.Globalization;

namespace Platone.Simulation;

/// <summary>One household's day.</summary>
/// <param name="Number">N of <c>Load_profile_N.csv</c>.</param>
/// <param name="KiloWatt">Time of day and power in kW, as exact decimal text.</param>
public sealed record LoadProfile(int Number, IReadOnlyList<(TimeSpan Time, string Value)> KiloWatt)
{
    private const string Header = "time,mult";

    /// <exception cref="InvalidDataException">The folder has no profiles, or one of them is not one: names file and line.</exception>
    public static IReadOnlyList<LoadProfile> ReadFolder(string folder)
    {
        var profiles = Path.Combine(folder, "Load_Profiles");
        var files = Directory.Exists(profiles) ? Directory.GetFiles(profiles, "Load_profile_*.csv") : [];
        if (files.Length == 0) throw new InvalidDataException($"--feeder: found no {profiles}/Load_profile_N.csv, expected at least one");

        return [.. files.Select(Read).OrderBy(profile => profile.Number)];
    }

    private static LoadProfile Read(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (!int.TryParse(name["Load_profile_".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new InvalidDataException($"{file}: found the name '{name}', expected Load_profile_N");

        var lines = File.ReadAllLines(file);
        if (lines.Length < 2 || lines[0].Trim() != Header)
            throw new InvalidDataException($"{file}, line 1: found '{lines.FirstOrDefault()}', expected '{Header}'");

        return new(number, [.. lines.Skip(1).Where(line => line.Length > 0).Select((line, i) => Row(file, i + 2, line))]);
    }

    /// <summary>The last minute of the day is written as 24:00:00 or 00:00:00: both are the end of the day.</summary>
    private static (TimeSpan, string) Row(string file, int line, string text)
    {
        var parts = text.Split(',');
        if (parts is not [var time, var value] || time.Split(':') is not [var hour, var minute, var second]
            || !int.TryParse(hour, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || hours > 24
            || !int.TryParse(minute, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes > 59
            || !int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 59
            || !decimal.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _))
            throw new InvalidDataException($"{file}, line {line}: found '{text}', expected hh:mm:ss,kW");

        var timeOfDay = new TimeSpan(hours, minutes, seconds);
        return (timeOfDay == TimeSpan.Zero && line > 2 ? TimeSpan.FromDays(1) : timeOfDay, value);
    }
}
