using System.Numerics;
using System.Runtime.CompilerServices;

namespace Platone.Grid.Numerics;

/// <summary>Three by three complex numbers between the phases of two ends. Row by row.</summary>
[InlineArray(Size * Size)]
struct PhaseMatrix : IAdditionOperators<PhaseMatrix, PhaseMatrix, PhaseMatrix>
{
    public const int Size = 3;

    private Complex _first;

    /// <summary>a = 1∠120°.</summary>
    private static readonly Complex[] Turns = [1, new(-0.5, Math.Sqrt(3) / 2), new(-0.5, -Math.Sqrt(3) / 2)];

    /// <summary>From symmetrical components (Fortescue 1918): A · diag(zero, positive, negative) · A⁻¹.</summary>
    public static PhaseMatrix OfSequences(Complex zero, Complex positive, Complex negative)
    {
        var matrix = default(PhaseMatrix);
        for (var i = 0; i < Size; i++)
            for (var j = 0; j < Size; j++)
                matrix[i * Size + j] = (zero + positive * Turns[(j - i + Size) % Size] + negative * Turns[(i - j + Size) % Size]) / 3;

        return matrix;
    }

    public static PhaseMatrix Of(IReadOnlyList<Complex> rows)
    {
        var matrix = default(PhaseMatrix);
        for (var i = 0; i < Size * Size; i++) matrix[i] = rows[i];
        return matrix;
    }

    public static PhaseMatrix operator +(PhaseMatrix left, PhaseMatrix right)
    {
        for (var i = 0; i < Size * Size; i++) left[i] += right[i];
        return left;
    }

    public static PhaseMatrix operator -(in PhaseMatrix left, in PhaseMatrix right)
    {
        var difference = left;
        for (var i = 0; i < Size * Size; i++) difference[i] -= right[i];
        return difference;
    }

    public static PhaseMatrix operator *(in PhaseMatrix left, double factor)
    {
        var product = left;
        for (var i = 0; i < Size * Size; i++) product[i] *= factor;
        return product;
    }

    public static PhaseMatrix operator *(in PhaseMatrix left, in PhaseMatrix right)
    {
        var product = default(PhaseMatrix);
        for (var i = 0; i < Size; i++)
            for (var j = 0; j < Size; j++)
                for (var k = 0; k < Size; k++) product[i * Size + j] += left[i * Size + k] * right[k * Size + j];

        return product;
    }

    public static PhaseVector operator *(in PhaseMatrix left, in PhaseVector right) => new(
        left[0] * right.A + left[1] * right.B + left[2] * right.C,
        left[3] * right.A + left[4] * right.B + left[5] * right.C,
        left[6] * right.A + left[7] * right.B + left[8] * right.C);

    /// <summary>By the adjugate; what is singular inverts to what is not a number.</summary>
    public readonly PhaseMatrix Inverse()
    {
        var inverse = default(PhaseMatrix);
        for (var i = 0; i < Size; i++)
            for (var j = 0; j < Size; j++) inverse[j * Size + i] = Cofactor(i, j);

        var determinant = this[0] * inverse[0] + this[1] * inverse[3] + this[2] * inverse[6];
        for (var i = 0; i < Size * Size; i++) inverse[i] /= determinant;
        return inverse;
    }

    private readonly Complex Cofactor(int row, int column)
    {
        var (r1, r2) = ((row + 1) % Size * Size, (row + 2) % Size * Size);
        var (c1, c2) = ((column + 1) % Size, (column + 2) % Size);
        return this[r1 + c1] * this[r2 + c2] - this[r1 + c2] * this[r2 + c1];
    }
}
