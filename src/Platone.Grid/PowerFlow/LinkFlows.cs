using System.Numerics;
using Platone.Grid.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>
/// What flows through links. Their nodes are one bus, so the power flow does not say it; the balance of every node does, and where links form a loop
/// the flow is the one of least losses if all had the same resistance: a direct-current network of unit resistances (a graph Laplacian).
/// </summary>
static class LinkFlows
{
    /// <param name="lines">What flows into lines; those that are links in truth get what flows through them.</param>
    public static Complex[] Find(PowerFlowResult result, BranchFlow[] lines)
    {
        var network = result.Network;
        if (!HasAny(network)) return [];

        var balance = new NodeBalance(network);
        for (var i = 0; i < network.Sources.Count; i++) balance.Give(network.Sources[i].Node, result.SourcePowersVA[i]);
        for (var i = 0; i < network.Generators.Count; i++) balance.Give(network.Generators[i].Node, result.GeneratorPowersVA[i]);
        for (var i = 0; i < network.Loads.Count; i++) balance.Give(network.Loads[i].Node, -result.LoadPowersVA[i]);
        for (var i = 0; i < network.Lines.Count; i++) balance.Take(network.Lines[i].From, network.Lines[i].To, lines[i]);
        for (var i = 0; i < network.Transformers.Count; i++) balance.Take(network.Transformers[i].From, network.Transformers[i].To, result.Transformers[i]);
        foreach (var shunt in network.Shunts)
        {
            var voltageV = result.NodeVoltagesPu[shunt.Node].Magnitude * network.Nodes[shunt.Node].RatedVoltageV;
            if (shunt.IsConnected) balance.Give(shunt.Node, -ShuntPower(shunt, voltageV));
        }

        var through = Through(network, balance.Surplus);
        for (var i = 0; i < lines.Length; i++) lines[i] = new(lines[i].FromVA + through.Lines[i], lines[i].ToVA - through.Lines[i]);
        return through.Links;
    }

    /// <summary>Whether any two nodes are one bus.</summary>
    public static bool HasAny(Network network) => network.Links.Count > 0 || network.Lines.Any(CompiledNetwork.IsLink);

    /// <summary>The same, phase by phase.</summary>
    public static AsymmetricPowerFlowResult AddTo(AsymmetricPowerFlowResult result)
    {
        var phases = new[] { (PhaseVector vector) => vector.A, vector => vector.B, vector => vector.C };
        var through = Array.ConvertAll(phases, phase => Through(result.Network, SurplusOf(result, phase)));
        var (a, b, c) = (through[0], through[1], through[2]);

        var links = new PhaseVector[result.Network.Links.Count];
        for (var i = 0; i < links.Length; i++) links[i] = new(a.Links[i], b.Links[i], c.Links[i]);

        var lines = result.Lines.ToArray();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = new PhaseVector(a.Lines[i], b.Lines[i], c.Lines[i]);
            lines[i] = new(lines[i].FromVA + line, lines[i].ToVA - line);
        }

        return result with { LinkFlowsVA = links, Lines = lines };
    }

    private static Complex[] SurplusOf(AsymmetricPowerFlowResult result, Func<PhaseVector, Complex> phase)
    {
        var network = result.Network;
        var balance = new NodeBalance(network);
        for (var i = 0; i < network.Sources.Count; i++) balance.Give(network.Sources[i].Node, phase(result.SourcePowersVA[i]));
        for (var i = 0; i < network.Generators.Count; i++) balance.Give(network.Generators[i].Node, phase(result.GeneratorPowersVA[i]));
        for (var i = 0; i < network.Loads.Count; i++) balance.Give(network.Loads[i].Node, -phase(result.LoadPowersVA[i]));
        for (var i = 0; i < network.Lines.Count; i++) balance.Take(network.Lines[i].From, network.Lines[i].To, Of(result.Lines[i]));
        for (var i = 0; i < network.Transformers.Count; i++) balance.Take(network.Transformers[i].From, network.Transformers[i].To, Of(result.Transformers[i]));
        foreach (var shunt in network.Shunts)
        {
            var voltageV = result.NodeVoltagesPu[shunt.Node] * (network.Nodes[shunt.Node].RatedVoltageV / Math.Sqrt(3));
            if (shunt.IsConnected) balance.Give(shunt.Node, -phase(ShuntPower(shunt, voltageV)));
        }

        return balance.Surplus;

        BranchFlow Of(PhaseBranchFlow flow) => new(phase(flow.FromVA), phase(flow.ToVA));
    }

    private static Complex ShuntPower(Shunt shunt, double voltageV) => Complex.Conjugate(shunt.PositiveSequenceSiemens) * (voltageV * voltageV);

    private static PhaseVector ShuntPower(Shunt shunt, PhaseVector voltage)
    {
        var current = PhaseMatrix.OfSequences(shunt.ZeroSequenceSiemens, shunt.PositiveSequenceSiemens, shunt.PositiveSequenceSiemens) * voltage;
        return new(voltage.A * Complex.Conjugate(current.A), voltage.B * Complex.Conjugate(current.B), voltage.C * Complex.Conjugate(current.C));
    }

    /// <summary>What flows through every link, and through every line that is one in truth, from the balance of the nodes.</summary>
    private static (Complex[] Links, Complex[] Lines) Through(Network network, Complex[] surplus)
    {
        var potentials = Potentials(LinkedNodes.Of(network), EndsOf(network), surplus);
        var links = new Complex[network.Links.Count];
        for (var i = 0; i < links.Length; i++)
            if (network.Links[i] is { IsClosed: true } link) links[i] = potentials[link.From] - potentials[link.To];

        var lines = new Complex[network.Lines.Count];
        for (var i = 0; i < lines.Length; i++)
            if (CompiledNetwork.IsLink(network.Lines[i])) lines[i] = potentials[network.Lines[i].From] - potentials[network.Lines[i].To];

        return (links, lines);
    }

    private static List<(int A, int B)> EndsOf(Network network)
    {
        var ends = new List<(int, int)>();
        foreach (var link in network.Links)
            if (link.IsClosed && link.From != link.To) ends.Add((link.From, link.To));

        foreach (var line in network.Lines)
            if (CompiledNetwork.IsLink(line) && line.From != line.To) ends.Add((line.From, line.To));

        return ends;
    }

    /// <summary>By node; only differences count, so that the first node of every group is at nothing.</summary>
    private static Complex[] Potentials(DisjointSets groups, List<(int A, int B)> ends, Complex[] surplus)
    {
        var nodes = surplus.Length;
        var (pattern, placeOf) = EliminationOrder.Find(nodes, ends.ToArray());
        var laplacian = new BlockMatrix<Block1<ScalarLane>, ScalarLane>(pattern);
        Array.Fill(laplacian.Diagonal, Block1<ScalarLane>.Identity);
        var isFirst = new bool[nodes];
        for (var node = 0; node < nodes; node++)
        {
            isFirst[node] = groups.Find(node) == node;
            if (!isFirst[node]) laplacian.Diagonal[placeOf[node]] = new(ScalarLane.Of(0));
        }

        foreach (var (a, b) in ends)
        {
            var place = pattern.PlaceOf(Math.Min(placeOf[a], placeOf[b]), Math.Max(placeOf[a], placeOf[b]));
            AddTo(ref laplacian.Diagonal[placeOf[a]], isFirst[a] ? 0 : 1);
            AddTo(ref laplacian.Diagonal[placeOf[b]], isFirst[b] ? 0 : 1);
            if (isFirst[a] || isFirst[b]) continue;

            AddTo(ref laplacian.Upper[place], -1);
            AddTo(ref laplacian.Lower[place], -1);
        }

        laplacian.Factorise();
        return Solve(laplacian, placeOf, isFirst, surplus);
    }

    private static Complex[] Solve(BlockMatrix<Block1<ScalarLane>, ScalarLane> laplacian, int[] placeOf, bool[] isFirst, Complex[] surplus)
    {
        var (real, imaginary) = (new ScalarLane[surplus.Length], new ScalarLane[surplus.Length]);
        for (var node = 0; node < surplus.Length; node++)
        {
            if (isFirst[node]) continue;

            real[placeOf[node]] = ScalarLane.Of(surplus[node].Real);
            imaginary[placeOf[node]] = ScalarLane.Of(surplus[node].Imaginary);
        }

        laplacian.Solve(real);
        laplacian.Solve(imaginary);
        var potentials = new Complex[surplus.Length];
        for (var node = 0; node < potentials.Length; node++) potentials[node] = new(real[placeOf[node]][0], imaginary[placeOf[node]][0]);
        return potentials;
    }

    private static void AddTo(ref Block1<ScalarLane> block, double value) => block = new(block.Value + ScalarLane.Of(value));
}
