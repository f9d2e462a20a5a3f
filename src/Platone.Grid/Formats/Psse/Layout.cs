namespace Platone.Grid.Formats.Psse;

/// <summary>The columns of a section, by the names that RAWX gives them.</summary>
sealed class Layout
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public Layout(string section, IReadOnlyList<string> names)
    {
        Section = section;
        Width = names.Count;
        for (var i = 0; i < names.Count; i++) _places.TryAdd(names[i], i);
    }

    /// <summary>As messages call it.</summary>
    public string Section { get; }

    public int Width { get; }

    /// <returns>-1 where it has no such column.</returns>
    public int PlaceOf(string name) => _places.GetValueOrDefault(name, -1);
}
