namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>An input dataset: the network, what was measured in it, and what each id became.</summary>
public sealed record PowerGridModelInput
{
    public required Network Network { get; init; }

    public required Measurements Measurements { get; init; }

    /// <summary>By the file's ids.</summary>
    public required IReadOnlyDictionary<int, PowerGridModelComponent> Components { get; init; }

    /// <summary>The ids of each kind in the file's order, which updates without ids and outputs follow.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<int>> IdsByKind { get; init; }

    /// <summary>One a load.</summary>
    internal IReadOnlyList<LoadModel> LoadModels { get; init; } = [];

    internal IReadOnlyList<LoadModel> GeneratorModels { get; init; } = [];

    /// <summary>What a regulator holds when it is on, by the generator's place.</summary>
    internal IReadOnlyDictionary<int, VoltageTarget> Targets { get; init; } = new Dictionary<int, VoltageTarget>();
}
