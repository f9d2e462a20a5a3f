using System.Numerics;

namespace Platone.Grid;

/// <summary>A line, cable or other series impedance: a pi circuit with a shunt of its own at each end.</summary>
/// <param name="From">Place of the node in <see cref="Network.Nodes"/>.</param>
/// <param name="FromClosed">Whether that end is connected; a line with one open end still takes its charging.</param>
public sealed record Line(string Id, string Name, int From, int To, bool FromClosed, bool ToClosed)
{
    /// <summary>Positive (and negative) sequence.</summary>
    public required PiCircuit PositiveSequence { get; init; }

    /// <summary>Zero sequence; null where the file says nothing of it, and unbalanced studies are refused.</summary>
    public PiCircuit? ZeroSequence { get; init; }

    /// <summary>Takes the place of the sequence data in unbalanced studies: conductors that are not transposed.</summary>
    public PhaseImpedance? Phases { get; init; }

    /// <summary>What it may carry per conductor for good; null where no limit is known.</summary>
    public double? RatedCurrentA { get; init; }
}

/// <summary>A series impedance between two shunts.</summary>
/// <param name="SeriesOhm">Between the ends.</param>
/// <param name="FromShuntSiemens">At the from end: half of the charging of an ordinary line.</param>
public readonly record struct PiCircuit(Complex SeriesOhm, Complex FromShuntSiemens, Complex ToShuntSiemens)
{
    /// <summary>The charging shared by both ends alike.</summary>
    public static PiCircuit Of(Complex seriesOhm, Complex totalShuntSiemens) => new(seriesOhm, totalShuntSiemens / 2, totalShuntSiemens / 2);
}

/// <summary>A line by its phase conductors, a neutral already eliminated (Kron). Both matrices are 3 by 3, row by row.</summary>
/// <param name="TotalShuntSiemens">Half of it stands at each end.</param>
public sealed record PhaseImpedance(IReadOnlyList<Complex> SeriesOhm, IReadOnlyList<Complex> TotalShuntSiemens);
