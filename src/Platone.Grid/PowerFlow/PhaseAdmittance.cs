using System.Numerics;
using Platone.Grid.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>The admittances of the three phases.</summary>
sealed class PhaseAdmittance : AdmittanceMatrix<PhaseMatrix>
{
    private PhaseAdmittance(CompiledNetwork compiled, Network network)
        : base(compiled)
    {
        Lines = new PhaseTwoPort[network.Lines.Count];
        for (var i = 0; i < Lines.Length; i++) Lines[i] = Add(compiled.Lines[i], PhaseTwoPort.Of(network.Lines[i]));

        Transformers = new PhaseTwoPort[network.Transformers.Count];
        for (var i = 0; i < Transformers.Length; i++) Transformers[i] = Add(compiled.Transformers[i], PhaseTwoPort.Of(network.Transformers[i]));

        foreach (var shunt in network.Shunts)
            if (shunt.IsConnected) AddShunt(shunt.Node, shunt.ZeroSequenceSiemens, shunt.PositiveSequenceSiemens);

        foreach (var source in network.Sources)
            if (source.IsConnected && !source.HoldsItsNode(network)) AddShunt(source.Node, SourceZeroSequence(source), 1 / source.PositiveSequenceOhm);

        PhaseTwoPort Add(Branch branch, PhaseTwoPort siemens)
        {
            var perUnit = siemens.PerUnit(compiled.BaseVoltagesV[branch.From], compiled.BaseVoltagesV[branch.To], network.BasePowerVA);
            this.Add(branch, perUnit.FromFrom, perUnit.FromTo, perUnit.ToFrom, perUnit.ToTo);
            return perUnit;
        }

        void AddShunt(int node, Complex zeroSiemens, Complex positiveSiemens)
        {
            var bus = compiled.BusOfNode[node];
            var scale = compiled.BaseVoltagesV[bus] * compiled.BaseVoltagesV[bus] / network.BasePowerVA;
            Diagonal[bus] += PhaseMatrix.OfSequences(zeroSiemens, positiveSiemens, positiveSiemens) * scale;
        }
    }

    /// <summary>Every line by itself, per unit.</summary>
    public PhaseTwoPort[] Lines { get; }

    public PhaseTwoPort[] Transformers { get; }

    /// <exception cref="NetworkException">Equipment that says nothing of the zero sequence.</exception>
    public static PhaseAdmittance Of(CompiledNetwork compiled, Network network) => new(compiled, network);

    /// <exception cref="NetworkException">It has an impedance in the positive sequence alone.</exception>
    public static Complex SourceZeroSequence(Source source) => source.ZeroSequenceOhm != 0
        ? 1 / source.ZeroSequenceOhm
        : throw new NetworkException($"source {source.Id}", "zero-sequence impedance: found none, expected one beside that of the positive sequence");
}
