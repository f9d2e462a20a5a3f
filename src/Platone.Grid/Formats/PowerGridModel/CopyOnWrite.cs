namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>A list that is copied when its first item changes, and shared until then.</summary>
internal sealed class CopyOnWrite<T>(IReadOnlyList<T> original)
{
    private T[]? _copy;

    public IReadOnlyList<T> List => _copy ?? original;

    public T this[int place]
    {
        get => List[place];
        set => (_copy ??= [.. original])[place] = value;
    }
}
