namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>What became of a network in an input dataset.</summary>
/// <param name="NodeIds">One a node, in the network's order.</param>
/// <param name="Origins">By id: kind and id of the equipment that it stands for, as <c>Line L12</c>. The file has them as <c>extra</c> too.</param>
/// <param name="Warnings">What the format cannot tell, one sentence each.</param>
public sealed record PowerGridModelExport(IReadOnlyList<int> NodeIds, IReadOnlyDictionary<int, string> Origins, IReadOnlyList<string> Warnings);
