namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>An update dataset: scenarios, each of which changes the same input.</summary>
public sealed class PowerGridModelUpdate
{
    private readonly Dataset _dataset;

    internal PowerGridModelUpdate(Dataset dataset) => _dataset = dataset;

    /// <summary>How many scenarios there are.</summary>
    public int Count => _dataset.Scenarios.Count;

    /// <summary>Components and attributes that the format does not know: passed over.</summary>
    public IReadOnlyCollection<string> Unknown => _dataset.Unknown;

    /// <summary>The input as one scenario has it. What a scenario does not change is shared with the input, so a batch of many costs what it changes.</summary>
    /// <exception cref="GridFormatException">The scenario changes what the input does not have, or to what cannot be.</exception>
    public PowerGridModelInput Apply(int scenario, PowerGridModelInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegative(scenario);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(scenario, Count);

        return new ScenarioApplication(_dataset, scenario, input).Apply();
    }
}
