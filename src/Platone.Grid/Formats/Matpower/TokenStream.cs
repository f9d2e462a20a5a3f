namespace Platone.Grid.Formats.Matpower;

/// <summary>The tokens of a case file with the next one in view, and the errors that name its place.</summary>
sealed class TokenStream
{
    private const long MaxWork = 50_000_000;
    private const int MaxFieldDepth = 16;

    private readonly Scanner _scanner;
    private readonly string _file;
    private long _work;

    public TokenStream(Scanner scanner, string file)
    {
        (_scanner, _file) = (scanner, file);
        Current = scanner.Next();
    }

    public Token Current { get; private set; }

    public Token Take()
    {
        var token = Current;
        Current = _scanner.Next();
        return token;
    }

    public bool TryTake(string symbol)
    {
        if (!Current.Is(symbol)) return false;

        Take();
        return true;
    }

    public void Expect(string symbol)
    {
        if (!TryTake(symbol)) throw Unexpected($"'{symbol}'");
    }

    /// <summary>Counts numbers that are computed, so that a short file cannot ask for endless work.</summary>
    public void CountWork(long cells)
    {
        _work += cells;
        if (_work > MaxWork) throw Error($"found more than {MaxWork} computed numbers, expected the unit conversion of a case");
    }

    public string TakeName(string expected) => Current.Kind == TokenKind.Name ? Take().Text : throw Unexpected(expected);

    /// <summary>What stands behind the name of a struct: <c>.bus</c>, <c>.reserves.zones</c>.</summary>
    public string TakeFieldName()
    {
        Expect(".");
        var name = TakeName("a field's name");
        for (var depth = 1; TryTake("."); depth++)
        {
            if (depth == MaxFieldDepth) throw Error($"found a field nested deeper than {MaxFieldDepth}, expected no more");
            name = $"{name}.{TakeName("a field's name")}";
        }

        return name;
    }

    public GridFormatException Unexpected(string expected) => Error($"found {Current}, expected {expected}");

    public GridFormatException Error(string problem) => ErrorAt(Current, problem);

    public GridFormatException ErrorAt(Token token, string problem) => new(_file, $"line {token.Line}", problem);
}
