using System.Numerics;

namespace Platone.Grid;

/// <summary>A constant admittance to earth: capacitor bank, reactor, filter. Capacitive susceptance is positive.</summary>
/// <param name="Node">Its place in <see cref="Network.Nodes"/>.</param>
/// <param name="PositiveSequenceSiemens">Per phase, as connected.</param>
/// <param name="ZeroSequenceSiemens">Nothing where the star point is not earthed.</param>
public sealed record Shunt(string Id, string Name, int Node, bool IsConnected, Complex PositiveSequenceSiemens, Complex ZeroSequenceSiemens = default);
