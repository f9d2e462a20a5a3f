namespace Platone.Protocol;

/// <summary>The lines of a sign-in message, taken one after the other; each that is not what must come is named with its number.</summary>
sealed class SignInLines(string text)
{
    // A text may be cut for an error, never whole: it is somebody else's.
    private const int MostShown = 80;

    private readonly string[] _lines = text.Split('\n');
    private int _next;

    public bool IsEmpty => _next < _lines.Length && _lines[_next].Length == 0;

    /// <exception cref="FormatException">The next line is not as expected.</exception>
    public string Take(string expected, Func<string, bool> isSo) => Take("", expected, isSo);

    /// <returns>What stands behind the prefix.</returns>
    /// <exception cref="FormatException">The next line has another prefix, or is not as expected behind it.</exception>
    public string Take(string prefix, string expected, Func<string, bool> isSo)
    {
        if (_next >= _lines.Length) throw new FormatException($"line {_next + 1}: found the message's end, expected {Naming(prefix, expected)}");

        var line = _lines[_next];
        if (!line.StartsWith(prefix, StringComparison.Ordinal) || !isSo(line[prefix.Length..]))
            throw new FormatException($"line {_next + 1}: found '{Shown(line)}', expected {Naming(prefix, expected)}");

        _next++;
        return line[prefix.Length..];
    }

    /// <summary>As <see cref="Take(string, string, Func{string, bool})"/>, or null where the next line has another prefix.</summary>
    public string? TakeIf(string prefix, string expected, Func<string, bool> isSo) =>
        _next < _lines.Length && _lines[_next].StartsWith(prefix, StringComparison.Ordinal) ? Take(prefix, expected, isSo) : null;

    public void TakeEmpty(string expected) => Take(expected, line => line.Length == 0);

    public void RefuseMore()
    {
        if (_next < _lines.Length)
            throw new FormatException($"line {_next + 1}: found '{Shown(_lines[_next])}', expected the message's end: parts have one order, each comes once");
    }

    private static string Naming(string prefix, string expected) => prefix.Length == 0 ? expected : $"'{prefix}' and {expected}";

    private static string Shown(string line) =>
        new([.. line.Take(MostShown).Select(character => char.IsAscii(character) && !char.IsControl(character) ? character : '?')]);
}
