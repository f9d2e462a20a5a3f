using Platone.Grid.Numerics;

namespace Platone.Grid.PowerFlow;

/// <summary>The state of a network in its three phases. Powers are those of each phase.</summary>
public sealed record AsymmetricPowerFlowResult
{
    public required Network Network { get; init; }

    public required bool Converged { get; init; }

    public required int Iterations { get; init; }

    /// <summary>The greatest active or reactive power of a phase that does not add up, per unit of a third of the network's base power.</summary>
    public required double MaxMismatchPu { get; init; }

    /// <summary>Where that is: a place in <see cref="Network.Nodes"/>.</summary>
    public required int WorstNode { get; init; }

    /// <summary>By node: phase to earth, per unit of the rated voltage by the root of three; nothing where no source reaches.</summary>
    public required IReadOnlyList<PhaseVector> NodeVoltagesPu { get; init; }

    public required IReadOnlyList<PhaseBranchFlow> Lines { get; init; }

    public required IReadOnlyList<PhaseBranchFlow> Transformers { get; init; }

    /// <summary>What flows into a link at its from end, shared in loops as if all had one and the same resistance.</summary>
    public required IReadOnlyList<PhaseVector> LinkFlowsVA { get; init; }

    public required IReadOnlyList<PhaseVector> SourcePowersVA { get; init; }

    public required IReadOnlyList<PhaseVector> GeneratorPowersVA { get; init; }

    public required IReadOnlyList<PhaseVector> LoadPowersVA { get; init; }
}

/// <summary>Power into a branch at its two ends, by phase.</summary>
public readonly record struct PhaseBranchFlow(PhaseVector FromVA, PhaseVector ToVA);
