namespace Platone.Grid.Topology;

/// <summary>A line or transformer between two buses of a compiled network.</summary>
/// <param name="From">Bus.</param>
/// <param name="Place">Where the pair of buses stands in the pattern; -1 where both ends are on one bus, or one is open.</param>
readonly record struct Branch(int From, int To, int Place);
