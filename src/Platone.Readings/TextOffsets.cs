using System.Text;

namespace Platone.Readings;

/// <summary>
/// Translates an XML reader's positions (line and column, UTF-16 units, both from 1) into bytes of the UTF-8 payload.
/// Positions must ascend: the text is walked once, however many positions are asked for.
/// </summary>
sealed class TextOffsets(string text, int firstByte)
{
    private int _line = 1, _lineStart;
    private int _walkedChars, _walkedBytes = firstByte;

    /// <summary>Index into the text of a line's column.</summary>
    public int CharOf(int line, int column)
    {
        for (; _line < line; _line++)
            _lineStart = NextLine(_lineStart);

        return _lineStart + column - 1;
    }

    /// <summary>Offset in the payload of the character at an index of the text.</summary>
    public int ByteOf(int character)
    {
        _walkedBytes += Encoding.UTF8.GetByteCount(text.AsSpan(_walkedChars..character));
        _walkedChars = character;
        return _walkedBytes;
    }

    /// <summary>Lines end where XML 1.0, section 2.11, says: at CR LF, at LF and at CR.</summary>
    private int NextLine(int start)
    {
        var end = start + text.AsSpan(start).IndexOfAny('\r', '\n');
        return end + (text.AsSpan(end).StartsWith("\r\n") ? 2 : 1);
    }
}
