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
    /// <summary>With the flows of links and of lines that have no impedance.</summary>
    public static PowerFlowResult AddTo(PowerFlowResult result)
    {
        var network = result.Network;
        var ends = EndsOf(network);
        var potentials = Potentials(network.Nodes.Count, ends, Surplus(result));

        var links = new Complex[network.Links.Count];
        for (var i = 0; i < links.Length; i++)
            if (network.Links[i] is { IsClosed: true } link) links[i] = potentials[link.From] - potentials[link.To];

        var lines = result.Lines.ToArray();
        for (var i = 0; i < lines.Length; i++)
        {
            if (!CompiledNetwork.IsLink(network.Lines[i])) continue;

            var through = potentials[network.Lines[i].From] - potentials[network.Lines[i].To];
            lines[i] = new(lines[i].FromVA + through, lines[i].ToVA - through);
        }

        return result with { LinkFlowsVA = links, Lines = lines };
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

    /// <summary>By node: what comes in by appliances less what leaves by branches and shunts.</summary>
    private static Complex[] Surplus(PowerFlowResult result)
    {
        var network = result.Network;
        var surplus = new Complex[network.Nodes.Count];
        for (var i = 0; i < network.Sources.Count; i++) surplus[network.Sources[i].Node] += result.SourcePowersVA[i];
        for (var i = 0; i < network.Generators.Count; i++) surplus[network.Generators[i].Node] += result.GeneratorPowersVA[i];
        for (var i = 0; i < network.Loads.Count; i++) surplus[network.Loads[i].Node] -= result.LoadPowersVA[i];
        foreach (var shunt in network.Shunts)
        {
            if (!shunt.IsConnected) continue;

            var magnitudeV = result.NodeVoltagesPu[shunt.Node].Magnitude * network.Nodes[shunt.Node].RatedVoltageV;
            surplus[shunt.Node] -= Complex.Conjugate(shunt.PositiveSequenceSiemens) * (magnitudeV * magnitudeV);
        }

        for (var i = 0; i < network.Lines.Count; i++) Subtract(network.Lines[i].From, network.Lines[i].To, result.Lines[i]);
        for (var i = 0; i < network.Transformers.Count; i++) Subtract(network.Transformers[i].From, network.Transformers[i].To, result.Transformers[i]);
        return surplus;

        void Subtract(int from, int to, BranchFlow flow)
        {
            surplus[from] -= flow.FromVA;
            surplus[to] -= flow.ToVA;
        }
    }

    /// <summary>By node; only differences count, so that the first node of every group is at nothing.</summary>
    private static Complex[] Potentials(int nodes, List<(int A, int B)> ends, Complex[] surplus)
    {
        var groups = new DisjointSets(nodes);
        foreach (var (a, b) in ends) groups.Union(a, b);

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
