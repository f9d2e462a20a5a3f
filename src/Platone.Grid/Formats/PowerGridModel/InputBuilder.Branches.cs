using System.Numerics;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>Lines, links and generic branches.</summary>
internal sealed partial class InputBuilder
{
    private double AngularFrequency => 2 * Math.PI * _frequencyHz;

    private int AddLine(in ComponentRow row)
    {
        var (from, to) = EndsOfOneVoltage(row);
        return Append(_parts.Lines, new(row.IdText, row.Extra, from, to, row.Flag("from_status"), row.Flag("to_status"))
        {
            PositiveSequence = SequenceCircuit(row, '1'),
            ZeroSequence = row.Has("r0") && row.Has("x0") && row.Has("c0") && row.Has("tan0") ? SequenceCircuit(row, '0') : null,
            RatedCurrentA = row.PositiveOrNull("i_n"),
        });
    }

    private PiCircuit SequenceCircuit(in ComponentRow row, char sequence)
    {
        var series = new Complex(row.Finite($"r{sequence}"), row.Finite($"x{sequence}"));
        if (series == 0) throw row.Wrong($"r{sequence}, x{sequence}", "0 both", "an impedance; a connection without one is a link");

        // The manual's formula divides by tan + j; the program, which the validation cases follow, multiplies.
        var charging = AngularFrequency * row.Finite($"c{sequence}") * new Complex(row.Finite($"tan{sequence}"), 1);
        return PiCircuit.Of(series, charging);
    }

    private int AddAsymLine(in ComponentRow row)
    {
        var (from, to) = EndsOfOneVoltage(row);
        var phases = new PhaseImpedance(SeriesMatrix(row), ChargingMatrix(row));
        if (!ThreeByThree.TryInvert(phases.SeriesOhm, out var admittance)) throw row.Wrong("r_aa ... x_cc", "a singular matrix", "one that can be inverted");

        var (positiveSeries, zeroSeries) = ThreeByThree.Sequences(admittance);
        var (positiveShunt, zeroShunt) = ThreeByThree.Sequences(phases.TotalShuntSiemens);
        if (positiveSeries == 0 || zeroSeries == 0) throw row.Wrong("r_aa ... x_cc", "no admittance in a sequence", "some");

        return Append(_parts.Lines, new(row.IdText, row.Extra, from, to, row.Flag("from_status"), row.Flag("to_status"))
        {
            PositiveSequence = PiCircuit.Of(1 / positiveSeries, positiveShunt),
            ZeroSequence = PiCircuit.Of(1 / zeroSeries, zeroShunt),
            Phases = phases,
            RatedCurrentA = row.PositiveOrNull("i_n"),
        });
    }

    private static Complex[] SeriesMatrix(in ComponentRow row)
    {
        var matrix = Symmetric(Z(row, "aa"), Z(row, "ba"), Z(row, "bb"), Z(row, "ca"), Z(row, "cb"), Z(row, "cc"));
        if (!row.Has("r_nn") && !row.Has("x_nn") && !row.Has("r_na") && !row.Has("x_na")) return matrix;

        var neutral = Z(row, "nn");
        if (neutral == 0) throw row.Wrong("r_nn, x_nn", "0 both", "an impedance of the neutral");

        Complex[] mutual = [Z(row, "na"), Z(row, "nb"), Z(row, "nc")];
        return ThreeByThree.WithoutNeutral(matrix, mutual, neutral);
    }

    private static Complex Z(in ComponentRow row, string pair) => new(row.Finite($"r_{pair}"), row.Finite($"x_{pair}"));

    private Complex[] ChargingMatrix(in ComponentRow row)
    {
        var w = AngularFrequency;
        if (!row.Has("c0") || !row.Has("c1")) return Symmetric(C(row, "aa"), C(row, "ba"), C(row, "bb"), C(row, "ca"), C(row, "cb"), C(row, "cc"));

        var (c0, c1) = (row.Finite("c0"), row.Finite("c1"));
        var self = new Complex(0, w * (2 * c1 + c0) / 3);
        var mutual = new Complex(0, w * (c0 - c1) / 3);
        return Symmetric(self, mutual, self, mutual, mutual, self);

        Complex C(in ComponentRow row, string pair) => new(0, w * row.Finite($"c_{pair}"));
    }

    private static Complex[] Symmetric(Complex aa, Complex ba, Complex bb, Complex ca, Complex cb, Complex cc) => [aa, ba, ca, ba, bb, cb, ca, cb, cc];

    private int AddLink(in ComponentRow row)
    {
        var (from, to) = Ends(row);
        return Append(_parts.Links, new(row.IdText, row.Extra, from, to, row.Flag("from_status"), row.Flag("to_status")));
    }

    /// <summary>A pi circuit in ohms of the to side, behind a ratio in per unit of the nodes' voltages.</summary>
    private int AddGenericBranch(in ComponentRow row)
    {
        var (from, to) = Ends(row);
        var series = new Complex(row.Finite("r1"), row.Finite("x1"));
        if (series == 0) throw row.Wrong("r1, x1", "0 both", "an impedance; a connection without one is a link");

        return Append(_parts.Transformers, new(row.IdText, row.Extra, from, to, row.Flag("from_status"), row.Flag("to_status"))
        {
            FromWindingV = row.Positive("k", 1) * _parts.Nodes[from].RatedVoltageV,
            ToWindingV = _parts.Nodes[to].RatedVoltageV,
            PhaseShiftRad = Math.IEEERemainder(row.Finite("theta", 0), 2 * Math.PI),
            PositiveSequence = PiCircuit.Of(series, new(row.Finite("g1"), row.Finite("b1"))),
            RatedPowerVA = row.NotNegative("sn", 0) is var rated && rated > 0 ? rated : null,
        });
    }

    /// <summary>A line may return to its node, as validation cases have it: what is left of it is its charging.</summary>
    private (int From, int To) EndsOfOneVoltage(in ComponentRow row)
    {
        var (from, to) = (NodeOf(row, "from_node"), NodeOf(row, "to_node"));
        var (u1, u2) = (_parts.Nodes[from].RatedVoltageV, _parts.Nodes[to].RatedVoltageV);
        if (Math.Abs(u1 - u2) > 1e-8)
            throw row.Wrong("from_node, to_node", FormattableString.Invariant($"nodes of {u1} V and {u2} V"), "nodes of one rated voltage");

        return (from, to);
    }

    private (int From, int To) Ends(in ComponentRow row)
    {
        var (from, to) = (NodeOf(row, "from_node"), NodeOf(row, "to_node"));
        return from != to ? (from, to) : throw row.Wrong("to_node", "the node at the from side", "another");
    }
}
