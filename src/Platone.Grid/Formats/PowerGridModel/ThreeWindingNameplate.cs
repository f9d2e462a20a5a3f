namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>A three-winding transformer: tests between pairs of windings become three legs to a star point, in ohms of winding 1.</summary>
/// <remarks>
/// Source: power-grid-model 1.13, three_winding_transformer.hpp. There a tap of winding 1 scales the star point's voltage; here the star point keeps
/// winding 1's rated voltage and the ratio stands in leg 1: the same circuit, told with another voltage of a point that nothing else touches.
/// </remarks>
internal sealed record ThreeWindingNameplate(double[] U, double[] Sn, TapValues[] Uk, TapValues[] Pk, double I0, double P0)
{
    public const int Sides = 3;

    private static readonly string[] Pairs = ["_12", "_13", "_23"];

    /// <summary>A factor cannot make something of nothing.</summary>
    public bool HasPartAtTapsOnly { get; private set; }

    public static ThreeWindingNameplate Read(in ComponentRow row)
    {
        var (uk, pk) = (new TapValues[3], new TapValues[3]);
        for (var i = 0; i < 3; i++)
        {
            (uk[i], pk[i]) = (TapValues.Read(row, "uk", Pairs[i]), TapValues.Read(row, "pk", Pairs[i]));
            if (uk[i].Least <= 0) throw row.Wrong($"uk{Pairs[i]}", FormattableString.Invariant($"{uk[i].Least}"), "a number above 0");
            if (pk[i].Least < 0) throw row.Wrong($"pk{Pairs[i]}", FormattableString.Invariant($"{pk[i].Least}"), "0 or a number above");
        }
        double[] u = [row.Positive("u1"), row.Positive("u2"), row.Positive("u3")];
        double[] sn = [row.Positive("sn_1"), row.Positive("sn_2"), row.Positive("sn_3")];
        return new(u, sn, uk, pk, row.NotNegative("i0"), row.NotNegative("p0"));
    }

    public Transformer[] ToLegs(in ComponentRow row, int[] nodes, int star, Taps taps)
    {
        var legs = new Transformer[3];
        var windings = new WindingConnection[3];
        for (var leg = 0; leg < 3; leg++) windings[leg] = Windings.Read(row, $"winding_{leg + 1}");
        for (var leg = 0; leg < 3; leg++) legs[leg] = Leg(row, leg, nodes[leg], star, taps, windings);

        taps.RequireVoltageLeft(row, U[taps.Side]);
        HasPartAtTapsOnly = !legs.All(IsNowhereNothing) && !(Uk.All(static v => v.IsConstant) && Pk.All(static v => v.IsConstant));
        return legs;
    }

    private Transformer Leg(in ComponentRow row, int leg, int node, int star, Taps taps, WindingConnection[] windings)
    {
        var series = SeriesOhm(leg, taps, taps.Nominal);
        if (series == 0) throw row.Wrong("uk_12, uk_13, uk_23", $"values that leave no impedance between winding {leg + 1} and the star", "others");

        var magnetising = leg == 0 ? ShortCircuit.MagnetisingSiemens(I0, P0, Sn[0], U[0]) : 0;
        var clock = leg == 0 ? 0 : (12 - Windings.ReadClock(row, $"clock_1{leg + 1}", windings[0], windings[leg])) % 12;

        // Leg 1 lets the zero sequence through whatever its winding is: what does not is said at the other legs' ends.
        var from = leg == 0 ? WindingConnection.EarthedStar : windings[leg];
        var to = leg == 0 ? WindingConnection.EarthedStar : windings[0];
        return new($"{row.IdText}.{leg + 1}", row.Extra, node, star, row.Flag($"status_{leg + 1}"), true)
        {
            FromWindingV = U[leg],
            ToWindingV = U[0],
            PhaseShiftRad = clock * Math.PI / 6,
            PositiveSequence = PiCircuit.Of(series, magnetising),
            ZeroSequence = new(from, to, Windings.ZeroSequence(from, to, series, magnetising))
            {
                FromEarthingOhm = new(row.Finite($"r_grounding_{leg + 1}", 0), row.Finite($"x_grounding_{leg + 1}", 0)),
            },
            TapChangers = taps.Changer(position => Step(leg, taps, position)) is { } changer && HasTaps(leg, taps) ? [changer] : [],
            RatedPowerVA = Sn[leg],
        };
    }

    private bool HasTaps(int leg, in Taps taps) => taps.Side == leg || !Uk.All(static v => v.IsConstant) || !Pk.All(static v => v.IsConstant);

    private TapStep Step(int leg, Taps taps, int position)
    {
        var (nominal, series) = (SeriesOhm(leg, taps, taps.Nominal), SeriesOhm(leg, taps, position));
        return new(taps.Side == leg ? 1 + taps.AddedV(position) / U[leg] : 1, 0)
        {
            ResistanceFactor = ShortCircuit.Factor(series.Real, nominal.Real),
            ReactanceFactor = ShortCircuit.Factor(series.Imaginary, nominal.Imaginary),
        };
    }

    private System.Numerics.Complex SeriesOhm(int leg, Taps taps, int position)
    {
        var uk = Star(leg, pair => Uk[pair].At(taps, position) * Sn[0] / PairRating(pair)) * (Sn[leg] / Sn[0]);
        var pk = Star(leg, pair => Pk[pair].At(taps, position) * Squared(Sn[0] / PairRating(pair))) * Squared(Sn[leg] / Sn[0]);
        return ShortCircuit.SeriesOhm(uk, pk, Sn[leg], U[0]);
    }

    /// <summary>Half of what the leg's two pairs have more than the pair without it.</summary>
    private static double Star(int leg, Func<int, double> ofPair) => leg switch
    {
        0 => (ofPair(0) + ofPair(1) - ofPair(2)) / 2,
        1 => (ofPair(0) + ofPair(2) - ofPair(1)) / 2,
        _ => (ofPair(1) + ofPair(2) - ofPair(0)) / 2,
    };

    /// <summary>A pair is tested at the smaller one's power.</summary>
    private double PairRating(int pair) => pair switch
    {
        0 => Math.Min(Sn[0], Sn[1]),
        1 => Math.Min(Sn[0], Sn[2]),
        _ => Math.Min(Sn[1], Sn[2]),
    };

    private static double Squared(double value) => value * value;

    private static bool IsNowhereNothing(Transformer leg) => leg.PositiveSequence.SeriesOhm is { Real: not 0, Imaginary: not 0 };
}
