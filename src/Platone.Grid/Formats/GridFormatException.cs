namespace Platone.Grid.Formats;

/// <summary>A network file that cannot be read. The message names file, object and field, what was found and what was expected.</summary>
public sealed class GridFormatException : Exception
{
    public GridFormatException(string file, string place, string problem)
        : base($"{file}: {place}: {problem}")
    {
        (File, Place, Problem) = (file, place, problem);
    }

    public GridFormatException(string file, string place, string problem, Exception inner)
        : base($"{file}: {place}: {problem}", inner)
    {
        (File, Place, Problem) = (file, place, problem);
    }

    /// <summary>As the user named it.</summary>
    public string File { get; }

    /// <summary>Line, object and field, as far as they are known: <c>line 12, branch 3-4, field X</c>.</summary>
    public string Place { get; }

    /// <summary>What was found, and what was expected.</summary>
    public string Problem { get; }
}
