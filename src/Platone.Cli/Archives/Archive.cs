using System.Text;
using System.Text.RegularExpressions;
using Platone.Readings;

namespace Platone.Cli.Archives;

/// <summary>An archive of readings as messages for the access layer, every one of them decoded before any is handed on.</summary>
/// <param name="device">Under whose name messages of several meters are shared; null where that is refused.</param>
sealed partial class Archive(ArchiveFiles files, ColumnMap columns, string? device)
{
    /// <summary>What the access layer takes in one message.</summary>
    private static readonly DecodeLimits Limits = DecodeLimits.Default;

    /// <summary>The messages with what they hold, in the order of the archive.</summary>
    /// <exception cref="PayloadException">Something is not as it should be: the file and the line or path in it, what was found, what was expected.</exception>
    public IEnumerable<(ArchivePiece Piece, DecodedMessage Decoded)> Read() =>
        from file in files.Open()
        from piece in PiecesOf(file.Name, file.Content)
        select Decode(piece);

    private IEnumerable<ArchivePiece> PiecesOf(string name, Stream content) => name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
        ? [new(name, null, ReadWhole(name, content), Lines: null)]
        : new CsvPieces(columns).Of(name, content);

    private static byte[] ReadWhole(string name, Stream content)
    {
        using var whole = new MemoryStream();
        var chunk = new byte[64 << 10];
        for (int read; (read = content.Read(chunk)) > 0;)
        {
            whole.Write(chunk, 0, read);
            if (whole.Length > Limits.MaxPayloadBytes)
                throw new PayloadException(
                    name, $"more than {Limits.MaxPayloadBytes} bytes",
                    $"MeterReadings of at most {Limits.MaxPayloadBytes} bytes a file: cut it between two MeterReading elements");
        }

        return whole.ToArray();
    }

    private (ArchivePiece, DecodedMessage) Decode(ArchivePiece piece)
    {
        try
        {
            var decoded = PayloadDecoder.Decode(piece.Payload, Limits);
            var name = piece.Device ?? decoded.Device ?? device
                ?? throw new PayloadException("Meter", "several meters", "--device NAME, under which they are shared together");
            return (piece with { Device = name }, decoded);
        }
        catch (PayloadException e)
        {
            throw new PayloadException(PlaceIn(piece, e.Place), e.Found, e.Expected);
        }
    }

    /// <summary>A table's place is told by the line of the file, not of the piece.</summary>
    private static string PlaceIn(ArchivePiece piece, string place)
    {
        if (piece.Lines is null) return $"{piece.Place}: {place}";

        var file = piece.Place[..piece.Place.LastIndexOf(": line ", StringComparison.Ordinal)];
        return $"{file}: {LineNumber().Replace(place, match => Moved(match, piece.Lines))}";
    }

    private static string Moved(Match line, IReadOnlyList<int> lines)
    {
        var index = int.Parse(line.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) - (line.Groups[1].ValueSpan is "line " ? 2 : 1);
        return index >= 0 && index < lines.Count ? FormattableString.Invariant($"line {lines[index]}") : "line 1";
    }

    [GeneratedRegex("^(line |reading )([0-9]+)( of [0-9]+)?")]
    private static partial Regex LineNumber();
}
