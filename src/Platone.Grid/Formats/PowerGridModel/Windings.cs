using System.Numerics;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>How windings are connected, and what follows for clock numbers and the zero sequence.</summary>
internal static class Windings
{
    public static WindingConnection Read(in ComponentRow row, string attribute) => row.Integer(attribute, 0, 4) switch
    {
        0 => WindingConnection.Star,
        1 => WindingConnection.EarthedStar,
        2 => WindingConnection.Delta,
        3 => WindingConnection.Zigzag,
        _ => WindingConnection.EarthedZigzag,
    };

    /// <summary>Two stars, or none, have an even clock number; a star and another an odd one.</summary>
    /// <remarks>IEC 60076-1, clause 7.</remarks>
    public static int ReadClock(in ComponentRow row, string attribute, WindingConnection from, WindingConnection to)
    {
        var clock = row.Integer(attribute, -12, 12);
        var isEven = clock % 2 == 0;
        if (isEven != (IsStar(from) == IsStar(to)))
            throw row.Wrong(attribute, $"{clock}", $"{(isEven ? "an odd" : "an even")} number for windings {from} and {to}");

        return (clock + 12) % 12;
    }

    /// <summary>
    /// The zero-sequence circuit: the series impedance of the positive sequence, magnetising of its own. Where only one side is an earthed star, all
    /// magnetising stands there; an earthed zigzag has a tenth of the series impedance and no magnetising.
    /// </summary>
    /// <remarks>Source: power-grid-model 1.13, transformer's asymmetric parameters.</remarks>
    public static PiCircuit ZeroSequence(WindingConnection from, WindingConnection to, Complex seriesOhm, Complex magnetisingSiemens)
    {
        var series = from == WindingConnection.EarthedZigzag || to == WindingConnection.EarthedZigzag ? 0.1 * seriesOhm : seriesOhm;
        return (from == WindingConnection.EarthedStar, to == WindingConnection.EarthedStar) switch
        {
            (true, true) => PiCircuit.Of(series, magnetisingSiemens),
            (true, false) => new(series, magnetisingSiemens, 0),
            (false, true) => new(series, 0, magnetisingSiemens),
            _ => new(series, 0, 0),
        };
    }

    private static bool IsStar(WindingConnection winding) => winding is WindingConnection.Star or WindingConnection.EarthedStar;
}
