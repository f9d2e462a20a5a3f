using System.Text;
using Platone.Readings;

namespace Platone.Cli.Archives;

/// <summary>Cuts a table of any length into messages: each with the lines of one device, so that it is shared under its name.</summary>
sealed class CsvPieces(ColumnMap columns)
{
    /// <summary>Readings of a message at the most.</summary>
    public const int MostLines = 1_000;

    /// <summary>Bytes of a message at the most, its last line aside.</summary>
    private const int MostBytes = 256 << 10;

    /// <summary>Where devices take turns in a table, so many lines wait at the most; then the fullest goes.</summary>
    private const int MostWaiting = 50_000;

    private const int LongestLine = 64 << 10;

    private const string Header = "device,component,measurand,phase,time,value,unit,quality\n";

    /// <exception cref="InvalidDataException">A line is not what the header says.</exception>
    /// <exception cref="PayloadException">A line is too long.</exception>
    public IEnumerable<ArchivePiece> Of(string name, Stream content)
    {
        using var reader = new StreamReader(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        if (reader.ReadLine() is not { } first) throw new PayloadException($"{name}: line 1", "nothing", "a header");

        var map = Placed(name, 1, () => columns.For(first));
        var header = columns.IsIdentity ? first + "\n" : Header;
        var waiting = new Dictionary<string, Lines>();
        var count = 0;
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            if (line.Length > LongestLine) throw new PayloadException($"{name}: line {number}", $"{line.Length} characters", $"at most {LongestLine}");
            if (line.Length == 0 && reader.Peek() < 0) break;

            var fields = Placed(name, number, () => map(line));
            if (!waiting.TryGetValue(fields[0], out var lines)) waiting.Add(fields[0], lines = new(fields[0]));
            lines.Add(columns.IsIdentity ? line : CsvRow.Join(fields), number);
            count++;

            if (lines.Numbers.Count == MostLines || lines.Length >= MostBytes) yield return Take(lines);
            else if (count >= MostWaiting) yield return Take(waiting.Values.MaxBy(one => one.Numbers.Count)!);
        }

        foreach (var lines in waiting.Values.ToList()) yield return Take(lines);

        ArchivePiece Take(Lines lines)
        {
            waiting.Remove(lines.Device);
            count -= lines.Numbers.Count;
            return lines.ToPiece(name, header);
        }
    }

    private static T Placed<T>(string name, int number, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{name}: line {number}: {e.Message}", e);
        }
    }

    private sealed class Lines(string device)
    {
        private readonly StringBuilder _text = new();

        public string Device => device;

        public List<int> Numbers { get; } = [];

        public int Length => _text.Length;

        public void Add(string line, int number)
        {
            _text.Append(line).Append('\n');
            Numbers.Add(number);
        }

        public ArchivePiece ToPiece(string name, string header) => new($"{name}: line {Numbers[0]}", device, Encoding.UTF8.GetBytes(header + _text), Numbers);
    }
}
