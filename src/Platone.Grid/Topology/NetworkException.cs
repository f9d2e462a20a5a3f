namespace Platone.Grid;

/// <summary>A network that cannot be computed: what is wrong with which piece of equipment.</summary>
public sealed class NetworkException(string equipment, string problem) : Exception($"{equipment}: {problem}")
{
    public string Equipment => equipment;
}
