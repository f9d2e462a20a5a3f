using System.Numerics;

namespace Platone.Grid.Formats.Pandapower;

/// <summary>Circuits of transformers from percentages.</summary>
internal static class TransformerCircuit
{
    /// <summary>Per unit of the transformer.</summary>
    public static Complex Series(DataRow row, string voltage, string resistive)
    {
        var (z, r) = (row.Number(voltage) / 100, row.Number(resistive) / 100);
        if (Math.Abs(r) > Math.Abs(z) * (1 + 1e-9)) throw row.Wrong(resistive, FormattableString.Invariant($"{r * 100}"), $"at most {voltage}");

        return new(r, Math.CopySign(Math.Sqrt(Math.Max(0, z * z - r * r)), z));
    }

    /// <summary>Per unit of the transformer's admittance.</summary>
    public static Complex Magnetising(DataRow row, double ratedVA)
    {
        var current = row.Number("i0_percent", 0) / 100;
        var losses = row.Number("pfe_kw", 0) * 1e3 / ratedVA;
        return new(losses, -Math.Sign(current) * Math.Sqrt(Math.Max(0, current * current - losses * losses)));
    }

    /// <summary>A pi circuit of the same ends as the T that has half of the series impedance on either side, or the simple one.</summary>
    public static PiCircuit Pi(Complex series, Complex magnetising, bool isT)
    {
        if (!isT || magnetising == 0) return PiCircuit.Of(series, magnetising);

        var half = series / 2;
        return StarToDelta(half, half, 1 / magnetising);
    }

    /// <summary>Seen from the to side. What stands at an earthed star whose other side lets nothing pass is the T with its other end open.</summary>
    public static PiCircuit ZeroSequence(WindingConnection hv, WindingConnection lv, Complex series, Complex magnetisingOhm, double hvPart)
    {
        var (atHv, atLv) = (hvPart * series, (1 - hvPart) * series);
        if (hv == WindingConnection.EarthedZigzag || lv == WindingConnection.EarthedZigzag) return new(series, 0, 0);

        if (lv == WindingConnection.EarthedStar && LetsNothingPass(hv)) return new(series, 0, 1 / (atLv + magnetisingOhm));
        if (hv == WindingConnection.EarthedStar && LetsNothingPass(lv)) return new(series, 1 / (atHv + magnetisingOhm), 0);

        return StarToDelta(atHv, atLv, magnetisingOhm);
    }

    private static bool LetsNothingPass(WindingConnection winding) => winding is not (WindingConnection.EarthedStar or WindingConnection.Delta);

    /// <summary>Three impedances that meet become a series impedance between two shunts.</summary>
    private static PiCircuit StarToDelta(Complex from, Complex to, Complex earth)
    {
        var sum = from * to + to * earth + earth * from;
        return new(sum / earth, to / sum, from / sum);
    }
}
