namespace Platone.Grid.Formats;

/// <summary>The parts of a network while a reader finds them.</summary>
/// <param name="leftOut">Sentences that are there already.</param>
class NetworkParts(List<string> leftOut)
{
    public NetworkParts()
        : this([])
    {
    }

    public List<Node> Nodes { get; } = [];

    public List<Line> Lines { get; } = [];

    public List<Link> Links { get; } = [];

    public List<Transformer> Transformers { get; } = [];

    public List<ThreeWindingTransformer> ThreeWindingTransformers { get; } = [];

    public List<Shunt> Shunts { get; } = [];

    public List<Source> Sources { get; } = [];

    public List<Load> Loads { get; } = [];

    public List<Generator> Generators { get; } = [];

    public List<string> LeftOut => leftOut;

    public Network ToNetwork(double basePowerVA, double frequencyHz = 50) => new()
    {
        Nodes = Nodes,
        Lines = Lines,
        Links = Links,
        Transformers = Transformers,
        ThreeWindingTransformers = ThreeWindingTransformers,
        Shunts = Shunts,
        Sources = Sources,
        Loads = Loads,
        Generators = Generators,
        FrequencyHz = frequencyHz,
        BasePowerVA = basePowerVA,
        LeftOut = LeftOut,
    };
}
