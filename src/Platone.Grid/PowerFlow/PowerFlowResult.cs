using System.Numerics;

namespace Platone.Grid.PowerFlow;

/// <summary>The state of a network in the positive sequence: what was found, and whether it is to be believed.</summary>
public sealed record PowerFlowResult
{
    public required Network Network { get; init; }

    public required bool Converged { get; init; }

    public required int Iterations { get; init; }

    /// <summary>The greatest active or reactive power that does not add up at a bus, per unit of the network's base power.</summary>
    public required double MaxMismatchPu { get; init; }

    /// <summary>Where that is: a place in <see cref="Network.Nodes"/>. Of an iteration that does not converge, the place to look at first.</summary>
    public required int WorstNode { get; init; }

    /// <summary>By node: per unit of its own rated voltage; nothing where no source reaches.</summary>
    public required IReadOnlyList<Complex> NodeVoltagesPu { get; init; }

    public required IReadOnlyList<BranchFlow> Lines { get; init; }

    public required IReadOnlyList<BranchFlow> Transformers { get; init; }

    /// <summary>What flows into a link at its from end. Where links form a loop it is shared as if all had one and the same resistance.</summary>
    public required IReadOnlyList<Complex> LinkFlowsVA { get; init; }

    /// <summary>What each source gives.</summary>
    public required IReadOnlyList<Complex> SourcePowersVA { get; init; }

    /// <summary>What each generator gives.</summary>
    public required IReadOnlyList<Complex> GeneratorPowersVA { get; init; }

    /// <summary>What each load takes.</summary>
    public required IReadOnlyList<Complex> LoadPowersVA { get; init; }

    /// <summary>Generators that gave up their voltage at a limit of their reactive power: places in <see cref="Network.Generators"/>.</summary>
    public IReadOnlyList<int> AtReactiveLimit { get; init; } = [];
}

/// <summary>Power into a branch at its two ends; together they are its losses.</summary>
public readonly record struct BranchFlow(Complex FromVA, Complex ToVA);
