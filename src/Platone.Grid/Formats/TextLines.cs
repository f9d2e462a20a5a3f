using System.Buffers;
using System.Text;

namespace Platone.Grid.Formats;

/// <summary>A text file line by line, none longer than allowed. UTF-8; a line that is not is taken for Latin-1, as old programs write names.</summary>
sealed class TextLines(Stream stream, string file)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly ArrayBufferWriter<byte> _line = new();
    private int _start;
    private int _end;

    /// <summary>Of the line that was read last, counted from 1.</summary>
    public int Number { get; private set; }

    /// <returns>Without its end; null behind the last one.</returns>
    /// <exception cref="GridFormatException">It is too long.</exception>
    public string? Next()
    {
        _line.ResetWrittenCount();
        while (true)
        {
            if (_start == _end && !Fill()) return _line.WrittenCount == 0 ? null : Text();

            var rest = _buffer.AsSpan(_start, _end - _start);
            var length = rest.IndexOf((byte)'\n');
            Append(length < 0 ? rest : rest[..length]);
            _start += length < 0 ? rest.Length : length + 1;
            if (length >= 0) return Text();
        }
    }

    private bool Fill()
    {
        (_start, _end) = (0, stream.Read(_buffer));
        return _end > 0;
    }

    private void Append(ReadOnlySpan<byte> part)
    {
        if (_line.WrittenCount + part.Length > GridLimits.MaxLineLength)
            throw new GridFormatException(file, $"line {Number + 1}", $"found more than {GridLimits.MaxLineLength} characters, expected no more");

        _line.Write(part);
    }

    private string Text()
    {
        Number++;
        var bytes = _line.WrittenSpan;
        if (Number == 1 && bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[3..];
        if (bytes.EndsWith("\r"u8)) bytes = bytes[..^1];
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
