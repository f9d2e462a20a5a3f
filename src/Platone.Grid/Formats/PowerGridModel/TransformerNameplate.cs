using System.Numerics;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>A two-winding transformer by its nameplate and test report: relative voltages and currents, losses in watts.</summary>
/// <param name="Uk">Short-circuit voltage at the minimum, nominal and maximum tap.</param>
internal sealed record TransformerNameplate(double U1, double U2, double Sn, TapValues Uk, TapValues Pk, double I0, double P0)
{
    public const int Sides = 2;

    /// <summary>A factor cannot make something of nothing.</summary>
    public bool HasResistanceAtTapsOnly => Pk is { Nominal: 0 } and not { Minimum: 0, Maximum: 0 };

    public static TransformerNameplate Read(in ComponentRow row)
    {
        var nameplate = new TransformerNameplate(row.Positive("u1"), row.Positive("u2"), row.Positive("sn"), TapValues.Read(row, "uk", ""),
            TapValues.Read(row, "pk", ""), row.NotNegative("i0"), row.NotNegative("p0"));
        if (nameplate.Uk.Least <= 0) throw row.Wrong("uk", FormattableString.Invariant($"{nameplate.Uk.Least}"), "a number above 0");
        if (nameplate.Pk.Least < 0) throw row.Wrong("pk", FormattableString.Invariant($"{nameplate.Pk.Least}"), "0 or a number above");

        return nameplate;
    }

    public Transformer ToTransformer(in ComponentRow row, int from, int to, Taps taps)
    {
        var (fromWinding, toWinding) = (Windings.Read(row, "winding_from"), Windings.Read(row, "winding_to"));
        var series = ShortCircuit.SeriesOhm(Uk.Nominal, Pk.Nominal, Sn, U2);
        taps.RequireVoltageLeft(row, taps.Side == 0 ? U1 : U2);
        return new(row.IdText, row.Extra, from, to, row.Flag("from_status"), row.Flag("to_status"))
        {
            FromWindingV = U1,
            ToWindingV = U2,
            PhaseShiftRad = Windings.ReadClock(row, "clock", fromWinding, toWinding) * Math.PI / 6,
            PositiveSequence = PiCircuit.Of(series, ShortCircuit.MagnetisingSiemens(I0, P0, Sn, U2)),
            ZeroSequence = ZeroSequence(row, fromWinding, toWinding, series),
            TapChangers = taps.Changer(position => Step(taps, position)) is { } changer ? [changer] : [],
            RatedPowerVA = Sn,
        };
    }

    private TransformerZeroSequence ZeroSequence(in ComponentRow row, WindingConnection from, WindingConnection to, Complex series)
    {
        var i0 = row.NotNegative("i0_zero_sequence", I0);
        var p0 = row.NotNegative("p0_zero_sequence", P0 + Pk.Nominal * (i0 * i0 - I0 * I0));
        return new(from, to, Windings.ZeroSequence(from, to, series, ShortCircuit.MagnetisingSiemens(i0, p0, Sn, U2)))
        {
            FromEarthingOhm = new(row.Finite("r_grounding_from", 0), row.Finite("x_grounding_from", 0)),
            ToEarthingOhm = new(row.Finite("r_grounding_to", 0), row.Finite("x_grounding_to", 0)),
        };
    }

    /// <summary>Ohms are told relative to the to winding's voltage, so a tap there changes them too.</summary>
    private TapStep Step(Taps taps, int position)
    {
        var u1 = taps.Side == 0 ? U1 + taps.AddedV(position) : U1;
        var u2 = taps.Side == 1 ? U2 + taps.AddedV(position) : U2;
        var nominal = ShortCircuit.SeriesOhm(Uk.Nominal, Pk.Nominal, Sn, U2);
        var series = ShortCircuit.SeriesOhm(Uk.At(taps, position), Pk.At(taps, position), Sn, u2);
        var shuntFactor = U2 * U2 / (u2 * u2);
        return new(u1 / u2 / (U1 / U2), 0)
        {
            ResistanceFactor = ShortCircuit.Factor(series.Real, nominal.Real),
            ReactanceFactor = ShortCircuit.Factor(series.Imaginary, nominal.Imaginary),
            ConductanceFactor = shuntFactor,
            SusceptanceFactor = shuntFactor,
        };
    }
}
