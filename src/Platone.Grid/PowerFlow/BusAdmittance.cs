using System.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>The admittances of the positive sequence.</summary>
sealed class BusAdmittance : AdmittanceMatrix<Complex>
{
    private BusAdmittance(CompiledNetwork compiled, Network network)
        : base(compiled)
    {
        Lines = new TwoPort[network.Lines.Count];
        for (var i = 0; i < Lines.Length; i++) Lines[i] = Add(compiled.Lines[i], TwoPort.Of(network.Lines[i]));

        Transformers = new TwoPort[network.Transformers.Count];
        for (var i = 0; i < Transformers.Length; i++) Transformers[i] = Add(compiled.Transformers[i], TwoPort.Of(network.Transformers[i]));

        foreach (var shunt in network.Shunts)
            if (shunt.IsConnected) AddShunt(shunt.Node, shunt.PositiveSequenceSiemens);

        foreach (var source in network.Sources)
            if (source.IsConnected && !source.HoldsItsNode(network)) AddShunt(source.Node, 1 / source.PositiveSequenceOhm);

        TwoPort Add(Branch branch, TwoPort siemens)
        {
            var perUnit = siemens.PerUnit(compiled.BaseVoltagesV[branch.From], compiled.BaseVoltagesV[branch.To], network.BasePowerVA);
            this.Add(branch, perUnit.FromFrom, perUnit.FromTo, perUnit.ToFrom, perUnit.ToTo);
            return perUnit;
        }

        void AddShunt(int node, Complex siemens)
        {
            var bus = compiled.BusOfNode[node];
            Diagonal[bus] += siemens * (compiled.BaseVoltagesV[bus] * compiled.BaseVoltagesV[bus] / network.BasePowerVA);
        }
    }

    /// <summary>Every line by itself, per unit.</summary>
    public TwoPort[] Lines { get; }

    public TwoPort[] Transformers { get; }

    /// <param name="network">Of the same equipment as the one that was compiled.</param>
    public static BusAdmittance Of(CompiledNetwork compiled, Network network) => new(compiled, network);
}
