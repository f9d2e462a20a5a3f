using System.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>The bus admittance matrix of the positive sequence on a compiled network's pattern, per unit of the network's base power and the buses' base voltages.</summary>
sealed class BusAdmittance
{
    private readonly CompiledNetwork _compiled;
    private readonly double _basePowerVA;

    private BusAdmittance(CompiledNetwork compiled, Network network)
    {
        (_compiled, _basePowerVA) = (compiled, network.BasePowerVA);
        Lines = new TwoPort[network.Lines.Count];
        Transformers = new TwoPort[network.Transformers.Count];
        Diagonal = new Complex[compiled.BusCount];
        Upper = new Complex[compiled.Pattern.Columns.Length];
        Lower = new Complex[compiled.Pattern.Columns.Length];
    }

    public Complex[] Diagonal { get; }

    /// <summary>Right of the diagonal, by the pattern's places.</summary>
    public Complex[] Upper { get; }

    /// <summary>Below the diagonal, by the same places. Not the same values: a phase shift is not symmetric.</summary>
    public Complex[] Lower { get; }

    /// <summary>Every line by itself, per unit.</summary>
    public TwoPort[] Lines { get; }

    public TwoPort[] Transformers { get; }

    /// <param name="network">Of the same equipment as the one that was compiled.</param>
    public static BusAdmittance Of(CompiledNetwork compiled, Network network)
    {
        var admittance = new BusAdmittance(compiled, network);
        for (var i = 0; i < network.Lines.Count; i++)
            admittance.Lines[i] = admittance.Add(compiled.Lines[i], TwoPort.Of(network.Lines[i]));

        for (var i = 0; i < network.Transformers.Count; i++)
            admittance.Transformers[i] = admittance.Add(compiled.Transformers[i], TwoPort.Of(network.Transformers[i]));

        foreach (var shunt in network.Shunts)
            if (shunt.IsConnected) admittance.Add(shunt.Node, shunt.PositiveSequenceSiemens);

        foreach (var source in network.Sources)
            if (source.IsConnected && !source.HoldsItsNode(network)) admittance.Add(source.Node, 1 / source.PositiveSequenceOhm);

        return admittance;
    }

    /// <returns>The branch per unit.</returns>
    private TwoPort Add(Branch branch, TwoPort siemens)
    {
        var perUnit = siemens.PerUnit(_compiled.BaseVoltagesV[branch.From], _compiled.BaseVoltagesV[branch.To], _basePowerVA);
        Diagonal[branch.From] += perUnit.FromFrom;
        Diagonal[branch.To] += perUnit.ToTo;
        if (branch.From == branch.To)
        {
            Diagonal[branch.From] += perUnit.FromTo + perUnit.ToFrom;
        }
        else if (branch.Place >= 0)
        {
            var isForward = branch.From < branch.To;
            Upper[branch.Place] += isForward ? perUnit.FromTo : perUnit.ToFrom;
            Lower[branch.Place] += isForward ? perUnit.ToFrom : perUnit.FromTo;
        }

        return perUnit;
    }

    private void Add(int node, Complex siemens)
    {
        var bus = _compiled.BusOfNode[node];
        Diagonal[bus] += siemens * (_compiled.BaseVoltagesV[bus] * _compiled.BaseVoltagesV[bus] / _basePowerVA);
    }
}
