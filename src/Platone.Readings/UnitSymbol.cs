namespace Platone.Readings;

/// <summary>
/// Units with their codes from the CIM (UnitSymbol of IEC 61970-301, field 17 of the ReadingType of IEC 61968-9).
/// Only units that some codec produces; readings are always in these units, never in multiples of them.
/// </summary>
public enum UnitSymbol : ushort
{
    /// <summary>A plain number: a ratio, a count, a power of ten.</summary>
    None = 0,

    /// <summary>Ampere.</summary>
    A = 5,

    /// <summary>Degree of a plane angle.</summary>
    Deg = 9,

    /// <summary>Radian.</summary>
    Rad = 10,

    /// <summary>Degree Celsius.</summary>
    DegC = 23,

    /// <summary>Volt.</summary>
    V = 29,

    /// <summary>Joule.</summary>
    J = 31,

    /// <summary>Hertz.</summary>
    Hz = 33,

    /// <summary>Watt.</summary>
    W = 38,

    /// <summary>Cubic metre.</summary>
    M3 = 42,

    /// <summary>Volt-ampere.</summary>
    VA = 61,

    /// <summary>Volt-ampere reactive.</summary>
    Var = 63,

    /// <summary>Power factor, the cosine of an angle.</summary>
    CosTheta = 65,

    /// <summary>Volt-ampere hour.</summary>
    VAh = 71,

    /// <summary>Watt-hour.</summary>
    Wh = 72,

    /// <summary>Volt-ampere reactive hour.</summary>
    Varh = 73,

    /// <summary>Ampere-hour.</summary>
    Ah = 106,
}
