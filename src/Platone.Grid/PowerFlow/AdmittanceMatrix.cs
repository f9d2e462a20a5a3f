using System.Numerics;
using Platone.Grid.Topology;

namespace Platone.Grid.PowerFlow;

/// <summary>A bus admittance matrix on a compiled network's pattern, per unit of base power and base voltages.</summary>
/// <typeparam name="T">What stands between two buses: a number in the positive sequence, a matrix of phases.</typeparam>
abstract class AdmittanceMatrix<T>(CompiledNetwork compiled) where T : struct, IAdditionOperators<T, T, T>
{
    public T[] Diagonal { get; } = new T[compiled.BusCount];

    /// <summary>Right of the diagonal, by the pattern's places.</summary>
    public T[] Upper { get; } = new T[compiled.Pattern.Columns.Length];

    /// <summary>Below the diagonal, by the same places. Not the same values: a phase shift is not symmetric.</summary>
    public T[] Lower { get; } = new T[compiled.Pattern.Columns.Length];

    protected void Add(Branch branch, T fromFrom, T fromTo, T toFrom, T toTo)
    {
        Diagonal[branch.From] += fromFrom;
        Diagonal[branch.To] += toTo;
        if (branch.From == branch.To)
        {
            Diagonal[branch.From] += fromTo + toFrom;
        }
        else if (branch.Place >= 0)
        {
            var isForward = branch.From < branch.To;
            Upper[branch.Place] += isForward ? fromTo : toFrom;
            Lower[branch.Place] += isForward ? toFrom : fromTo;
        }
    }
}
