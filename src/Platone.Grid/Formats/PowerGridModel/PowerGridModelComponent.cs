namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>What an id of the file became.</summary>
/// <param name="Kind">Of <see cref="ComponentKind"/>.</param>
/// <param name="Place">
/// In the network's list of its kind: lines and asymmetric lines among the lines, generic branches among the transformers; sensors in the measurements' lists;
/// of a voltage regulator the generator's; -1 of what is left out.
/// </param>
public readonly record struct PowerGridModelComponent(string Kind, int Place);
