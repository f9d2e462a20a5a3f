using System.Numerics;

namespace Platone.Grid.Formats.Cim;

/// <summary>A winding of a transformer, in SI units of its own side.</summary>
readonly record struct TransformerEnd(CimObject Item)
{
    public CimObject Terminal => Item.Required(CimProperties.EndTerminal);

    public double RatedV => 1e3 * Item.Positive(CimProperties.EndRatedU);

    /// <summary>Null where the file says nothing, or zero.</summary>
    public double? RatedVA => Item.NumberOrNull(CimProperties.EndRatedS) is { } mva and > 0 ? 1e6 * mva : null;

    public Complex SeriesOhm => new(Item.NumberOr(CimProperties.EndR, 0), Item.NumberOr(CimProperties.EndX, 0));

    public Complex ShuntSiemens => new(Item.NumberOr(CimProperties.EndG, 0), Item.NumberOr(CimProperties.EndB, 0));

    /// <summary>Null where the file has none, or zeros as some tools write them for what they do not know.</summary>
    public Complex? ZeroSeriesOhm
    {
        get
        {
            var series = new Complex(Item.NumberOr(CimProperties.EndR0, 0), Item.NumberOr(CimProperties.EndX0, 0));
            return series == 0 ? null : series;
        }
    }

    public Complex ZeroShuntSiemens => new(Item.NumberOr(CimProperties.EndG0, 0), Item.NumberOr(CimProperties.EndB0, 0));

    /// <summary>Between star point and earth; nothing where it is not earthed.</summary>
    public Complex EarthingOhm => IsGrounded ? new Complex(Item.NumberOr(CimProperties.EndGroundR, 0), Item.NumberOr(CimProperties.EndGroundX, 0)) : 0;

    /// <summary>By how much it lags the first end: IEC 60076-1, 30 degrees for each hour.</summary>
    public double ClockRad => Item.NumberOr(CimProperties.EndClock, 0) * Math.PI / 6;

    /// <summary>A common winding (A) is an earthed star as its neutral is; independent windings (I) are unknown to the model.</summary>
    public WindingConnection? Connection => Item.Choice(CimProperties.EndConnection) switch
    {
        "D" => WindingConnection.Delta,
        "Y" => WindingConnection.Star,
        "Yn" or "A" => IsGrounded ? WindingConnection.EarthedStar : WindingConnection.Star,
        "Z" => WindingConnection.Zigzag,
        "Zn" => IsGrounded ? WindingConnection.EarthedZigzag : WindingConnection.Zigzag,
        _ => null,
    };

    private bool IsGrounded => Item.Flag(CimProperties.EndGrounded) == true;

    public Complex WithX(double x) => new(SeriesOhm.Real, x);
}
