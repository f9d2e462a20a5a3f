using System.Numerics;

namespace Platone.Grid.Formats.Cim;

/// <summary>How a load follows the voltage: IEC 61970-301, LoadResponseCharacteristic, whose coefficients are shares of the power at rated voltage.</summary>
sealed class LoadResponse(CimObject response, LeftOut leftOut)
{
    private const double Tolerance = 1e-3;

    public ZipPower Apply(Complex power)
    {
        var (p, q) = response.Flag(CimProperties.IsExponentModel) == true
            ? (OfExponent(response.NumberOr(CimProperties.PExponent, 0)), OfExponent(response.NumberOr(CimProperties.QExponent, 0)))
            : (OfShares(CimProperties.PConstantPower, CimProperties.PConstantCurrent, CimProperties.PConstantImpedance),
               OfShares(CimProperties.QConstantPower, CimProperties.QConstantCurrent, CimProperties.QConstantImpedance));
        return new(
            PhasePower.Balanced(new(p.Power * power.Real, q.Power * power.Imaginary)),
            PhasePower.Balanced(new(p.Current * power.Real, q.Current * power.Imaginary)),
            PhasePower.Balanced(new(p.Impedance * power.Real, q.Impedance * power.Imaginary)));
    }

    /// <summary>Exact for 0, 1 and 2; between and beyond, value and slope are right at rated voltage.</summary>
    private Shares OfExponent(double exponent)
    {
        if (exponent is not (0 or 1 or 2))
            leftOut.Add("Loads that follow the voltage by another exponent than 0, 1 and 2 do so near rated voltage alone", response);

        return exponent <= 1 ? new(1 - exponent, exponent, 0) : new(0, 2 - exponent, exponent - 1);
    }

    private Shares OfShares(CimProperty power, CimProperty current, CimProperty impedance)
    {
        var shares = new Shares(response.NumberOr(power, 0), response.NumberOr(current, 0), response.NumberOr(impedance, 0));
        if (shares == default) return new(1, 0, 0);
        if (Math.Abs(shares.Power + shares.Current + shares.Impedance - 1) <= Tolerance) return shares;

        throw response.Error(power, $"{shares.Power}, with {shares.Current} of current and {shares.Impedance} of impedance; expected 1 together");
    }

    private readonly record struct Shares(double Power, double Current, double Impedance);
}
