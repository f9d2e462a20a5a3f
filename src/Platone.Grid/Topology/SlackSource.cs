namespace Platone.Grid.Topology;

/// <summary>Which sources hold the voltage of their node.</summary>
static class SlackSource
{
    /// <summary>Per unit: behind less than this, what a source gives would drown in the rounding of its own voltage.</summary>
    private const double LeastImpedance = 1e-10;

    public static bool HoldsItsNode(this Source source, Network network)
    {
        var rated = network.Nodes[source.Node].RatedVoltageV;
        return source.PositiveSequenceOhm.Magnitude < LeastImpedance * rated * rated / network.BasePowerVA;
    }
}
