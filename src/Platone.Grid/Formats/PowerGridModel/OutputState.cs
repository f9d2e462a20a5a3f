using System.Numerics;
using Platone.Grid.Numerics;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>A solved state, balanced or by phases, as an output dataset sees it. Powers in volt-amperes: of three phases, or of each.</summary>
internal interface IOutputState
{
    Network Network { get; }

    /// <summary>1 or 3: how many of a vector's parts count.</summary>
    int Phases { get; }

    /// <summary>What a voltage of 1 per unit is, of its rated line-to-line voltage: the format's outputs are to earth where they are by phase.</summary>
    double VoltageFactor { get; }

    /// <summary>What a power is by the product of voltage and current, in the units that outputs have.</summary>
    double PowerFactor { get; }

    PhaseVector VoltagePu(int node);

    PhaseBranchFlow Line(int place);

    PhaseBranchFlow Transformer(int place);

    /// <summary>Into its from end.</summary>
    PhaseVector Link(int place);

    PhaseVector Source(int place);

    PhaseVector Generator(int place);

    PhaseVector Load(int place);

    PhaseVector Shunt(int place);
}

internal sealed class BalancedState(PowerFlowResult result) : IOutputState
{
    public Network Network => result.Network;

    public int Phases => 1;

    public double VoltageFactor => 1;

    public double PowerFactor => Math.Sqrt(3);

    public PhaseVector VoltagePu(int node) => One(result.NodeVoltagesPu[node]);

    public PhaseBranchFlow Line(int place) => One(result.Lines[place]);

    public PhaseBranchFlow Transformer(int place) => One(result.Transformers[place]);

    public PhaseVector Link(int place) => One(result.LinkFlowsVA[place]);

    public PhaseVector Source(int place) => One(result.SourcePowersVA[place]);

    public PhaseVector Generator(int place) => One(result.GeneratorPowersVA[place]);

    public PhaseVector Load(int place) => One(result.LoadPowersVA[place]);

    public PhaseVector Shunt(int place)
    {
        var shunt = Network.Shunts[place];
        if (!shunt.IsConnected) return default;

        var voltage = result.NodeVoltagesPu[shunt.Node].Magnitude * Network.Nodes[shunt.Node].RatedVoltageV;
        return One(Complex.Conjugate(shunt.PositiveSequenceSiemens) * voltage * voltage);
    }

    private static PhaseVector One(Complex value) => new(value, default, default);

    private static PhaseBranchFlow One(BranchFlow flow) => new(One(flow.FromVA), One(flow.ToVA));
}

internal sealed class PhaseState(AsymmetricPowerFlowResult result) : IOutputState
{
    public Network Network => result.Network;

    public int Phases => 3;

    public double VoltageFactor => 1 / Math.Sqrt(3);

    public double PowerFactor => 1;

    public PhaseVector VoltagePu(int node) => result.NodeVoltagesPu[node];

    public PhaseBranchFlow Line(int place) => result.Lines[place];

    public PhaseBranchFlow Transformer(int place) => result.Transformers[place];

    public PhaseVector Link(int place) => result.LinkFlowsVA[place];

    public PhaseVector Source(int place) => result.SourcePowersVA[place];

    public PhaseVector Generator(int place) => result.GeneratorPowersVA[place];

    public PhaseVector Load(int place) => result.LoadPowersVA[place];

    public PhaseVector Shunt(int place)
    {
        var shunt = Network.Shunts[place];
        if (!shunt.IsConnected) return default;

        var voltage = result.NodeVoltagesPu[shunt.Node] * (Network.Nodes[shunt.Node].RatedVoltageV * VoltageFactor);
        var current = PhaseMatrix.OfSequences(shunt.ZeroSequenceSiemens, shunt.PositiveSequenceSiemens, shunt.PositiveSequenceSiemens) * voltage;
        return new(voltage.A * Complex.Conjugate(current.A), voltage.B * Complex.Conjugate(current.B), voltage.C * Complex.Conjugate(current.C));
    }
}
