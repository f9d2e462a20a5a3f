using System.Numerics;

namespace Platone.Grid.Formats.Cim;

/// <summary>Makes a network of a model, one kind of equipment after the other.</summary>
sealed class CimNetwork(CimModel model)
{
    private readonly LeftOut _leftOut = new();

    public Network Build()
    {
        var nodes = new CimNodes(model, _leftOut);
        var flows = model.StateBy(CimProperties.FlowTerminal, "SvPowerFlow");
        var limits = new CurrentLimits(model);
        var taps = new CimTapChangers(model, _leftOut);

        var lines = new CimLines(model, nodes, limits, _leftOut).Read();
        var links = new CimLinks(model, nodes, _leftOut).Read();
        var (transformers, threeWinding) = new CimTransformers(model, nodes, taps, _leftOut).Read();
        var shunts = new CimShunts(model, nodes, _leftOut).Read();
        var (sources, loads, generators) = ReadInjections(nodes, flows, lines, links, transformers);
        return new()
        {
            Nodes = nodes.Nodes,
            Lines = lines,
            Links = links,
            Transformers = transformers,
            ThreeWindingTransformers = threeWinding,
            Shunts = shunts,
            Sources = sources,
            Loads = loads,
            Generators = generators,
            FrequencyHz = model.OfClass("BaseFrequency") is [var frequency, ..] ? frequency.Positive(CimProperties.Frequency) : 50,
            LeftOut = _leftOut.ToSentences(model),
        };
    }

    private (List<Source>, List<Load>, List<Generator>) ReadInjections(
        CimNodes nodes, Dictionary<CimObject, CimObject> flows, List<Line> lines, List<Link> links, List<Transformer> transformers)
    {
        var powers = new CimPowers(nodes, flows, _leftOut);
        var loads = new CimLoads(model, nodes, powers, _leftOut).Read();
        var feeding = new CimGenerators(model, nodes, powers, _leftOut).Read();
        var slacks = new CimSlacks(nodes, lines, links, transformers, _leftOut).Choose(feeding);

        var sources = feeding.Where(slacks.Contains).Select(candidate => SourceOf(candidate, nodes)).ToList();
        sources.AddRange(new CimEnergySources(model, nodes, powers, _leftOut).Read(loads));
        return (sources, loads, [.. feeding.Where(candidate => !slacks.Contains(candidate)).Select(candidate => candidate.Generator)]);
    }

    /// <summary>The solved voltage of its node, else the one that it is to hold.</summary>
    private Source SourceOf(Feeding feeding, CimNodes nodes)
    {
        var generator = feeding.Generator;
        var node = nodes.Nodes[generator.Node];
        var voltageV = node.GivenVoltage is { Pu: > 0 } given ? given.Pu * node.RatedVoltageV : TargetAt(node, feeding, nodes);
        return new(generator.Id, generator.Name, generator.Node, generator.IsConnected, voltageV, node.GivenVoltage?.AngleRad ?? 0);
    }

    private double TargetAt(Node node, Feeding feeding, CimNodes nodes)
    {
        if (feeding.Generator.Target is not { } target)
        {
            _leftOut.Add("The reference of angles has neither a solved nor a target voltage, and holds its node's rated one", feeding.Equipment);
            return node.RatedVoltageV;
        }

        if (target.Node == feeding.Generator.Node) return target.VoltageV;

        _leftOut.Add("The reference of angles has no solved voltage and holds at its own node what it ought to hold elsewhere, per unit", feeding.Equipment);
        return target.VoltageV / nodes.Nodes[target.Node].RatedVoltageV * node.RatedVoltageV;
    }
}
