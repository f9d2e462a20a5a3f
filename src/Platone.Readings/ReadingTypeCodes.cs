using System.Collections.Frozen;

namespace Platone.Readings;

/// <summary>
/// The codes of a ReadingType's fields that this framework gives a meaning to (IEC 61968-9:2013, annex C). What is not here is refused, never guessed.
/// </summary>
static class ReadingTypeCodes
{
    /// <summary>Commodity: electricity, metered behind the meter's own transformers if there are any.</summary>
    internal const int Electricity = 1;

    // Measurement kinds.
    private const int Current = 4, CurrentAngle = 5, Demand = 8, Energy = 12, Frequency = 15, Power = 37, PowerFactor = 38, Temperature = 46;
    private const int Voltage = 54, VoltageAngle = 55, Volume = 58;

    private static readonly FrozenDictionary<(int Kind, UnitSymbol Unit), string> Quantities = new Dictionary<(int, UnitSymbol), string>
    {
        [(Current, UnitSymbol.A)] = "current",
        [(CurrentAngle, UnitSymbol.Rad)] = "currentangle",
        [(CurrentAngle, UnitSymbol.Deg)] = "currentangledegrees",
        [(Demand, UnitSymbol.W)] = "activedemand",
        [(Demand, UnitSymbol.Var)] = "reactivedemand",
        [(Demand, UnitSymbol.VA)] = "apparentdemand",
        [(Energy, UnitSymbol.Wh)] = "activeenergy",
        [(Energy, UnitSymbol.Varh)] = "reactiveenergy",
        [(Energy, UnitSymbol.VAh)] = "apparentenergy",
        [(Energy, UnitSymbol.J)] = "heatenergy",
        [(Frequency, UnitSymbol.Hz)] = "frequency",
        [(Power, UnitSymbol.W)] = "activepower",
        [(Power, UnitSymbol.Var)] = "reactivepower",
        [(Power, UnitSymbol.VA)] = "apparentpower",
        [(PowerFactor, UnitSymbol.CosTheta)] = "powerfactor",
        [(Temperature, UnitSymbol.DegC)] = "temperature",
        [(Voltage, UnitSymbol.V)] = "voltage",
        [(VoltageAngle, UnitSymbol.Rad)] = "voltageangle",
        [(VoltageAngle, UnitSymbol.Deg)] = "voltageangledegrees",
        [(Volume, UnitSymbol.M3)] = "volume",
    }.ToFrozenDictionary();

    /// <summary>Field 5. Forward is what the grid delivers to the customer; 2 and 3 are the lagging and leading directions of reactive quantities.</summary>
    internal static readonly FrozenDictionary<int, string> FlowDirections = new Dictionary<int, string>
    {
        [0] = "",
        [1] = "forward",
        [2] = "lagging",
        [3] = "leading",
        [4] = "net",
        [5] = "q1plusq2",
        [7] = "q1plusq3",
        [8] = "q1plusq4",
        [9] = "q1minusq4",
        [10] = "q2plusq3",
        [11] = "q2plusq4",
        [12] = "q2minusq3",
        [13] = "q3plusq4",
        [14] = "q3minusq2",
        [15] = "quadrant1",
        [16] = "quadrant2",
        [17] = "quadrant3",
        [18] = "quadrant4",
        [19] = "reverse",
        [20] = "total",
        [21] = "totalbyphase",
    }.ToFrozenDictionary();

    /// <summary>Field 6: none, electricity (secondary, primary), natural gas, potable water, heating fluid, cooling fluid.</summary>
    internal static readonly FrozenSet<int> Commodities = FrozenSet.Create(0, Electricity, 2, 7, 9, 12, 13);

    /// <summary>Field 15: a set of bits, one per conductor and end; these sets have a name.</summary>
    internal static readonly FrozenDictionary<int, string> Phases = new Dictionary<int, string>
    {
        [0] = "none",
        [16] = "N",
        [32] = "C",
        [33] = "CN",
        [40] = "CA",
        [41] = "CAN",
        [64] = "B",
        [65] = "BN",
        [66] = "BC",
        [97] = "BCN",
        [128] = "A",
        [129] = "AN",
        [132] = "AB",
        [193] = "ABN",
        [224] = "ABC",
        [225] = "ABCN",
    }.ToFrozenDictionary();

    /// <summary>Field 16: the powers of ten that have an SI prefix.</summary>
    internal static readonly FrozenSet<int> Multipliers = FrozenSet.Create(-24, -21, -18, -15, -12, -9, -6, -3, -2, -1, 0, 1, 2, 3, 6, 9, 12, 15, 18, 21, 24);

    internal static IEnumerable<int> Kinds => Quantities.Keys.Select(quantity => quantity.Kind).Distinct();

    /// <summary>Fields 7 and 17 together; null when the kind is unknown or cannot have the unit.</summary>
    internal static string? Quantity(int kind, int unit) => Quantities.GetValueOrDefault((kind, (UnitSymbol)unit));

    internal static IReadOnlyList<int> UnitsOf(int kind) =>
        [.. Quantities.Keys.Where(quantity => quantity.Kind == kind).Select(quantity => (int)quantity.Unit)];
}
