namespace Platone.Grid.Formats;

/// <summary>What a network file may hold, so that a hostile one ends in an error and not in the machine's memory.</summary>
public static class GridLimits
{
    /// <summary>Nodes, or pieces of equipment of one kind.</summary>
    public const int MaxObjects = 2_000_000;

    /// <summary>Characters of one line of a text format.</summary>
    public const int MaxLineLength = 1 << 20;

    /// <summary>Characters of one value: a name, a number.</summary>
    public const int MaxValueLength = 1 << 16;

    /// <summary>How deep JSON or XML may nest.</summary>
    public const int MaxDepth = 64;
}
