using System.Numerics;

namespace Platone.Grid.Topology;

/// <summary>
/// A transformer in the zero sequence. Three equal currents pass an earthed star only if the other side lets them: an earthed star passes them on, a delta
/// lets them circle (so that the transformer is a shunt), an open star takes them as magnetising only, and an earthed zigzag takes them in itself.
/// </summary>
static class ZeroSequenceTwoPort
{
    public static TwoPort Of(Transformer transformer, TransformerZeroSequence zero)
    {
        var circuit = TwoPort.AtItsTaps(transformer, zero.Circuit);
        var ratio = TwoPort.ComplexRatio(transformer).Magnitude * Sign(transformer.PhaseShiftRad);
        var fromEarthing = 3 * zero.FromEarthingOhm / (ratio * ratio);
        var toEarthing = 3 * zero.ToEarthingOhm;
        var inner = (zero.From, zero.To) is (WindingConnection.EarthedStar, WindingConnection.EarthedStar)
            ? TwoPort.OfCircuit(circuit with { SeriesOhm = circuit.SeriesOhm + fromEarthing + toEarthing })
            : new TwoPort(
                ShuntAt(zero.From, zero.To, circuit.SeriesOhm, circuit.FromShuntSiemens, fromEarthing), 0, 0,
                ShuntAt(zero.To, zero.From, circuit.SeriesOhm, circuit.ToShuntSiemens, toEarthing));
        return inner.BehindRatio(ratio).WithEnds(transformer.FromClosed, transformer.ToClosed);
    }

    /// <summary>Stars turned against one another by 60 or 180 degrees change the sign of three equal voltages; a turn by 120 degrees does not.</summary>
    private static int Sign(double phaseShiftRad) => Math.Cos(3 * phaseShiftRad) < -0.5 ? -1 : 1;

    private static Complex ShuntAt(WindingConnection own, WindingConnection other, Complex series, Complex magnetising, Complex earthing) => (own, other) switch
    {
        (WindingConnection.EarthedZigzag, _) => 1 / (series + earthing),
        (WindingConnection.EarthedStar, WindingConnection.Delta) => magnetising + 1 / (series + earthing),
        (WindingConnection.EarthedStar, _) => magnetising == 0 ? 0 : 1 / (1 / magnetising + earthing),
        _ => 0,
    };
}
