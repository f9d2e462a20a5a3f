namespace Platone.Grid;

/// <summary>Three legs that meet in a star point: what the file calls one transformer. The legs run from their winding's node to the star point.</summary>
/// <param name="StarPoint">Place of the star point in <see cref="Network.Nodes"/>.</param>
/// <param name="Leg1">Place of the leg in <see cref="Network.Transformers"/>.</param>
public sealed record ThreeWindingTransformer(string Id, string Name, int StarPoint, int Leg1, int Leg2, int Leg3);
