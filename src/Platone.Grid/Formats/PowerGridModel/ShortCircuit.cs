using System.Numerics;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>What the short-circuit and the no-load test of a transformer say of its circuit.</summary>
internal static class ShortCircuit
{
    /// <param name="uk">Negative in a leg of a three-winding transformer whose star has a negative reactance.</param>
    /// <param name="voltageV">Of the side that the ohms are seen from.</param>
    public static Complex SeriesOhm(double uk, double pk, double ratedVA, double voltageV)
    {
        var ohm = voltageV * voltageV / ratedVA;
        var (magnitude, resistance) = (Math.Abs(uk) * ohm, pk / ratedVA * ohm);
        return new(resistance, Math.CopySign(OtherSide(magnitude, resistance), uk));
    }

    public static Complex MagnetisingSiemens(double i0, double p0, double ratedVA, double voltageV)
    {
        var siemens = ratedVA / (voltageV * voltageV);
        var (magnitude, conductance) = (i0 * siemens, p0 / ratedVA * siemens);
        return new(conductance, -OtherSide(magnitude, conductance));
    }

    /// <summary>1 where the nominal value is nothing.</summary>
    public static double Factor(double value, double nominal) => nominal == 0 ? 1 : value / nominal;

    /// <summary>Losses that are greater than the whole leave nothing, as rounded nameplates have it.</summary>
    private static double OtherSide(double hypotenuse, double side) => Math.Sqrt(Math.Max(0, hypotenuse * hypotenuse - side * side));
}
