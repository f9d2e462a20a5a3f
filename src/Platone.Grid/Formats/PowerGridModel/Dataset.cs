namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>A file as it stands: one scenario, or those of a batch, each with a table a kind of component.</summary>
/// <param name="Unknown">Components and attributes that the format does not define, as <c>kind</c> or <c>kind.attribute</c>.</param>
internal sealed record Dataset(
    string File, string Type, IReadOnlyList<IReadOnlyDictionary<string, ComponentTable>> Scenarios, IReadOnlyCollection<string> Unknown);
