using System.Numerics;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>What phase matrices of lines need; row by row.</summary>
internal static class ThreeByThree
{
    /// <summary>Eliminates a neutral that is earthed at both ends (Kron's reduction).</summary>
    public static Complex[] WithoutNeutral(Complex[] phases, Complex[] mutual, Complex neutral)
    {
        var reduced = new Complex[9];
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++)
                reduced[3 * i + j] = phases[3 * i + j] - mutual[i] * mutual[j] / neutral;

        return reduced;
    }

    /// <summary>By cofactors; false where the matrix has no inverse.</summary>
    public static bool TryInvert(IReadOnlyList<Complex> m, out Complex[] inverse)
    {
        inverse =
        [
            m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
            m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
            m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3],
        ];
        var determinant = m[0] * inverse[0] + m[1] * inverse[3] + m[2] * inverse[6];
        var size = 0.0;
        foreach (var element in m) size = Math.Max(size, element.Magnitude);
        if (!(determinant.Magnitude > 1e-14 * size * size * size)) return false;

        for (var i = 0; i < 9; i++) inverse[i] /= determinant;
        return true;
    }

    /// <summary>Positive and zero sequence of the matrix that perfect transposition would make.</summary>
    public static (Complex Positive, Complex Zero) Sequences(IReadOnlyList<Complex> m)
    {
        var self = (m[0] + m[4] + m[8]) / 3;
        var mutual = (m[1] + m[2] + m[3] + m[5] + m[6] + m[7]) / 6;
        return (self - mutual, self + 2 * mutual);
    }
}
