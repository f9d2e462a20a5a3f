using System.Numerics;

namespace Platone.Grid.PowerFlow;

/// <summary>What comes into every node by appliances less what leaves it by branches and shunts: what its links must carry away.</summary>
sealed class NodeBalance(Network network)
{
    public Complex[] Surplus { get; } = new Complex[network.Nodes.Count];

    public void Give(int node, Complex powerVA) => Surplus[node] += powerVA;

    public void Take(int from, int to, BranchFlow flow)
    {
        Surplus[from] -= flow.FromVA;
        Surplus[to] -= flow.ToVA;
    }
}
