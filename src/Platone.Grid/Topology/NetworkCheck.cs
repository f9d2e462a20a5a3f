using System.Numerics;

namespace Platone.Grid.Topology;

/// <summary>What every solver takes for granted of a network, asked once.</summary>
static class NetworkCheck
{
    /// <exception cref="NetworkException">The first thing that is wrong.</exception>
    public static void Check(Network network)
    {
        foreach (var node in network.Nodes) RequireVolts("node", node.Id, "rated voltage", node.RatedVoltageV);
        foreach (var line in network.Lines) CheckLine(network, line);
        foreach (var transformer in network.Transformers) CheckTransformer(network, transformer);
        foreach (var link in network.Links) CheckEnds(network, "link", link.Id, link.From, link.To);
        foreach (var shunt in network.Shunts) CheckNode(network, "shunt", shunt.Id, shunt.Node);
        foreach (var source in network.Sources)
        {
            CheckNode(network, "source", source.Id, source.Node);
            RequireVolts("source", source.Id, "voltage", source.VoltageV);
        }

        foreach (var load in network.Loads)
        {
            CheckNode(network, "load", load.Id, load.Node);
            CheckPower("load", load.Id, load.Power);
        }

        foreach (var generator in network.Generators)
        {
            CheckNode(network, "generator", generator.Id, generator.Node);
            CheckPower("generator", generator.Id, generator.Power);
            if (generator.Target is not { } target) continue;

            CheckNode(network, "generator", generator.Id, target.Node);
            RequireVolts("generator", generator.Id, "voltage target", target.VoltageV);
        }
    }

    private static void CheckLine(Network network, Line line)
    {
        CheckEnds(network, "line", line.Id, line.From, line.To);
        CheckCircuit("line", line.Id, line.PositiveSequence);
        if (line.ZeroSequence is { } zero) CheckCircuit("line", line.Id, zero);
    }

    private static void CheckTransformer(Network network, Transformer transformer)
    {
        CheckEnds(network, "transformer", transformer.Id, transformer.From, transformer.To);
        CheckCircuit("transformer", transformer.Id, transformer.PositiveSequence);
        Require(transformer.PositiveSequence.SeriesOhm != 0, "transformer", transformer.Id, "series impedance", 0, "more than zero");
        RequireVolts("transformer", transformer.Id, "from winding", transformer.FromWindingV);
        RequireVolts("transformer", transformer.Id, "to winding", transformer.ToWindingV);
        foreach (var changer in transformer.TapChangers)
        {
            var isInRange = changer.Position >= changer.LowestPosition && changer.Position <= changer.HighestPosition;
            Require(isInRange, "transformer", transformer.Id, "tap position", changer.Position, $"{changer.LowestPosition} to {changer.HighestPosition}");
            Require(changer.Step.Ratio is > 0 and < double.PositiveInfinity, "transformer", transformer.Id, "tap ratio", changer.Step.Ratio, "more than zero");
        }
    }

    private static void CheckEnds(Network network, string kind, string id, int from, int to)
    {
        CheckNode(network, kind, id, from);
        CheckNode(network, kind, id, to);
    }

    private static void CheckNode(Network network, string kind, string id, int node) =>
        Require((uint)node < (uint)network.Nodes.Count, kind, id, "node", node, $"a place among {network.Nodes.Count} nodes");

    private static void CheckCircuit(string kind, string id, PiCircuit circuit)
    {
        var isFinite = IsFinite(circuit.SeriesOhm) && IsFinite(circuit.FromShuntSiemens) && IsFinite(circuit.ToShuntSiemens);
        if (!isFinite) throw new NetworkException($"{kind} {id}", $"impedance: found {circuit}, expected finite numbers");
    }

    private static void CheckPower(string kind, string id, ZipPower power)
    {
        var isFinite = IsFinite(power.Power.Total) && IsFinite(power.Current.Total) && IsFinite(power.Impedance.Total);
        if (!isFinite) throw new NetworkException($"{kind} {id}", $"power: found {power}, expected finite numbers");
    }

    private static bool IsFinite(Complex value) => double.IsFinite(value.Real) && double.IsFinite(value.Imaginary);

    private static void RequireVolts(string kind, string id, string field, double found) =>
        Require(found is > 0 and < double.PositiveInfinity, kind, id, field, found, "a positive number of volts");

    private static void Require(bool holds, string kind, string id, string field, double found, string expected)
    {
        if (!holds) throw new NetworkException($"{kind} {id}", FormattableString.Invariant($"{field}: found {found}, expected {expected}"));
    }
}
