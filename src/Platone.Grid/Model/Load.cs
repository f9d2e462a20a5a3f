namespace Platone.Grid;

/// <summary>What takes power from a node, consumption positive.</summary>
/// <param name="Node">Its place in <see cref="Network.Nodes"/>.</param>
public sealed record Load(string Id, string Name, int Node, bool IsConnected, ZipPower Power);
