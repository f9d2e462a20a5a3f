using System.Numerics;
using Platone.Grid.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>The bus admittance matrix of the three phases on a compiled network's pattern, per unit of the network's base power and the buses' base voltages.</summary>
sealed class PhaseAdmittance
{
    private readonly CompiledNetwork _compiled;
    private readonly double _basePowerVA;

    private PhaseAdmittance(CompiledNetwork compiled, Network network)
    {
        (_compiled, _basePowerVA) = (compiled, network.BasePowerVA);
        Lines = new PhaseTwoPort[network.Lines.Count];
        Transformers = new PhaseTwoPort[network.Transformers.Count];
        Diagonal = new PhaseMatrix[compiled.BusCount];
        Upper = new PhaseMatrix[compiled.Pattern.Columns.Length];
        Lower = new PhaseMatrix[compiled.Pattern.Columns.Length];
    }

    public PhaseMatrix[] Diagonal { get; }

    public PhaseMatrix[] Upper { get; }

    public PhaseMatrix[] Lower { get; }

    /// <summary>Every line by itself, per unit.</summary>
    public PhaseTwoPort[] Lines { get; }

    public PhaseTwoPort[] Transformers { get; }

    public static PhaseAdmittance Of(CompiledNetwork compiled, Network network)
    {
        var admittance = new PhaseAdmittance(compiled, network);
        for (var i = 0; i < network.Lines.Count; i++)
            admittance.Lines[i] = admittance.Add(compiled.Lines[i], PhaseTwoPort.Of(network.Lines[i]));

        for (var i = 0; i < network.Transformers.Count; i++)
            admittance.Transformers[i] = admittance.Add(compiled.Transformers[i], PhaseTwoPort.Of(network.Transformers[i]));

        foreach (var shunt in network.Shunts)
            if (shunt.IsConnected) admittance.Add(shunt.Node, shunt.ZeroSequenceSiemens, shunt.PositiveSequenceSiemens);

        foreach (var source in network.Sources)
            if (source.IsConnected && !source.HoldsItsNode(network)) admittance.Add(source.Node, SourceZeroSequence(source), 1 / source.PositiveSequenceOhm);

        return admittance;
    }

    /// <exception cref="NetworkException">It has an impedance in the positive sequence alone.</exception>
    public static Complex SourceZeroSequence(Source source) => source.ZeroSequenceOhm != 0
        ? 1 / source.ZeroSequenceOhm
        : throw new NetworkException($"source {source.Id}", "zero-sequence impedance: found none, expected one beside that of the positive sequence");

    private PhaseTwoPort Add(Branch branch, PhaseTwoPort siemens)
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

    private void Add(int node, Complex zeroSiemens, Complex positiveSiemens)
    {
        var bus = _compiled.BusOfNode[node];
        var scale = _compiled.BaseVoltagesV[bus] * _compiled.BaseVoltagesV[bus] / _basePowerVA;
        Diagonal[bus] += PhaseMatrix.OfSequences(zeroSiemens, positiveSiemens, positiveSiemens) * scale;
    }
}
