namespace Platone.Grid;

/// <summary>
/// A network as its files tell it, in SI units, every study's starting point. Equipment names its nodes by their place in <see cref="Nodes"/>, so that a
/// network of any size is plain lists; a solver compiles it once and keeps what does not change with the values.
/// </summary>
/// <remarks>Line-to-line voltages, three-phase powers, currents per conductor, angles in radians; consumption and production both positive.</remarks>
public sealed record Network
{
    public required IReadOnlyList<Node> Nodes { get; init; }

    public IReadOnlyList<Line> Lines { get; init; } = [];

    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>Two-winding transformers, and the legs of those with three.</summary>
    public IReadOnlyList<Transformer> Transformers { get; init; } = [];

    public IReadOnlyList<ThreeWindingTransformer> ThreeWindingTransformers { get; init; } = [];

    public IReadOnlyList<Shunt> Shunts { get; init; } = [];

    public IReadOnlyList<Source> Sources { get; init; } = [];

    public IReadOnlyList<Load> Loads { get; init; } = [];

    public IReadOnlyList<Generator> Generators { get; init; } = [];

    public double FrequencyHz { get; init; } = 50;

    /// <summary>What the file's per-unit powers refer to, and what a mismatch is told in.</summary>
    public double BasePowerVA { get; init; } = 100e6;

    /// <summary>What the file holds and this model does not, one sentence each: said to the user, never dropped unsaid.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}
