namespace Platone.Grid.Formats.Matpower;

/// <summary>A piece of a case file's program.</summary>
/// <param name="Text">A name, a text without its quotes, or an operator.</param>
/// <param name="SpaceBefore">Inside brackets white space separates elements, so it counts.</param>
readonly record struct Token(TokenKind Kind, string Text, double Number, int Line, bool SpaceBefore, bool SpaceAfter)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public override string ToString() => Kind switch
    {
        TokenKind.NewLine => "the end of the line",
        TokenKind.End => "the end of the file",
        _ => $"'{Text}'",
    };
}

enum TokenKind
{
    Number,
    Name,
    Text,
    Symbol,
    NewLine,
    End,
}
