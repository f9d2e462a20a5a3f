using System.Globalization;

namespace Platone.Grid.Formats.Matpower;

/// <summary>Cuts a case file into tokens, without comments and joined where a line goes on.</summary>
sealed class Scanner(TextLines lines, string file)
{
    private static readonly string[] Symbols =
        [".*", "./", ".^", "==", "(", ")", "[", "]", "{", "}", "=", ",", ";", ":", "+", "-", "*", "/", "^", ".", "~", "'"];

    private string? _line = string.Empty;
    private int _position;
    private Token _last = new(TokenKind.NewLine, string.Empty, 0, 0, false, false);

    public Token Next() => _last = Scan();

    private Token Scan()
    {
        var hasSpace = SkipSpace();
        if (_line is null) return Make(TokenKind.End, string.Empty);
        if (_position == _line.Length || _line[_position] is '%' or '#') return EndLine();

        var c = _line[_position];
        if (char.IsAsciiDigit(c) || (c == '.' && _position + 1 < _line.Length && char.IsAsciiDigit(_line[_position + 1]))) return Number(hasSpace);
        if (char.IsAsciiLetter(c) || c == '_') return Name(hasSpace);
        if (c == '"' || (c == '\'' && !FollowsOperand(hasSpace))) return Text(c, hasSpace);

        foreach (var symbol in Symbols)
            if (_line.AsSpan(_position).StartsWith(symbol)) return Take(TokenKind.Symbol, symbol.Length, hasSpace);

        throw Error($"found '{c}', expected a statement of a MATPOWER case");
    }

    /// <summary>Also over the end of a line that goes on in the next.</summary>
    private bool SkipSpace()
    {
        var hasSpace = false;
        while (_line is not null)
        {
            if (_position < _line.Length && char.IsWhiteSpace(_line[_position])) _position++;
            else if (_line.AsSpan(_position).StartsWith("...")) Advance();
            else break;

            hasSpace = true;
        }

        return hasSpace;
    }

    /// <summary>Then a quote transposes, and begins no text.</summary>
    private bool FollowsOperand(bool hasSpace) =>
        !hasSpace && (_last.Kind is TokenKind.Number or TokenKind.Name || _last.Is(")") || _last.Is("]"));

    private Token EndLine()
    {
        var token = Make(TokenKind.NewLine, string.Empty);
        Advance();
        while (_line is not null && _line.AsSpan().Trim() is "%{" or "#{") SkipBlockComment();
        return token;
    }

    private void SkipBlockComment()
    {
        var start = lines.Number;
        var depth = 0;
        do
        {
            if (_line is null) throw new GridFormatException(file, $"line {start}", "found a block comment without an end, expected %}");

            var text = _line.AsSpan().Trim();
            if (text is "%{" or "#{") depth++;
            if (text is "%}" or "#}") depth--;
            Advance();
        }
        while (depth > 0);
    }

    private void Advance()
    {
        _line = lines.Next();
        _position = 0;
    }

    private Token Number(bool hasSpace)
    {
        var end = _position;
        while (end < _line!.Length && char.IsAsciiDigit(_line[end])) end++;
        if (end < _line.Length && _line[end] == '.' && !IsOperatorAt(end)) end++;
        while (end < _line.Length && char.IsAsciiDigit(_line[end])) end++;
        if (end < _line.Length && _line[end] is 'e' or 'E' && IsExponentAt(end + 1))
        {
            end += 2;
            while (end < _line.Length && char.IsAsciiDigit(_line[end])) end++;
        }

        var text = _line.AsSpan(_position, end - _position);
        if (end < _line.Length && (char.IsAsciiLetterOrDigit(_line[end]) || _line[end] == '_')) throw Error($"found '{text}{_line[end]}', expected a number");
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) throw Error($"found '{text}', expected a number");

        return Take(TokenKind.Number, end - _position, hasSpace) with { Number = number };
    }

    /// <summary>As in <c>2./x</c>: the point belongs to the operator.</summary>
    private bool IsOperatorAt(int point) => point + 1 < _line!.Length && _line[point + 1] is '*' or '/' or '^';

    private bool IsExponentAt(int i) =>
        i < _line!.Length && (char.IsAsciiDigit(_line[i]) || (_line[i] is '+' or '-' && i + 1 < _line.Length && char.IsAsciiDigit(_line[i + 1])));

    private Token Name(bool hasSpace)
    {
        var end = _position;
        while (end < _line!.Length && (char.IsAsciiLetterOrDigit(_line[end]) || _line[end] == '_')) end++;
        return Take(TokenKind.Name, end - _position, hasSpace);
    }

    private Token Text(char quote, bool hasSpace)
    {
        var end = _position + 1;
        while (end < _line!.Length && (_line[end] != quote || (end + 1 < _line.Length && _line[end + 1] == quote))) end += _line[end] == quote ? 2 : 1;
        if (end >= _line.Length) throw Error("found a text without an end, expected a quote");

        var text = _line[(_position + 1)..end].Replace(new string(quote, 2), quote.ToString(), StringComparison.Ordinal);
        return Take(TokenKind.Text, end + 1 - _position, hasSpace) with { Text = text };
    }

    private Token Take(TokenKind kind, int length, bool hasSpace)
    {
        if (length > GridLimits.MaxValueLength) throw Error($"found a value of {length} characters, expected no more than {GridLimits.MaxValueLength}");

        var text = _line!.Substring(_position, length);
        _position += length;
        return Make(kind, text) with { SpaceBefore = hasSpace, SpaceAfter = _position < _line.Length && char.IsWhiteSpace(_line[_position]) };
    }

    private Token Make(TokenKind kind, string text) => new(kind, text, 0, lines.Number, false, false);

    private GridFormatException Error(string problem) => new(file, $"line {lines.Number}", problem);
}
