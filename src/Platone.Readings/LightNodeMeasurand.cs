using System.Collections.Frozen;

namespace Platone.Readings;

/// <summary>What a light node can measure, and the units it may say it in.</summary>
/// <param name="Unit">The base unit that readings are kept in.</param>
/// <param name="HasPhase">False for what belongs to no conductor: a temperature, a battery.</param>
/// <param name="PowersOfTen">The symbols that messages may use and the power of ten from each to the base unit.</param>
sealed record LightNodeMeasurand(UnitSymbol Unit, bool HasPhase, IReadOnlyDictionary<string, int> PowersOfTen)
{
    private static readonly FrozenDictionary<string, LightNodeMeasurand> All = new Dictionary<string, LightNodeMeasurand>
    {
        ["voltmagnitude"] = OfPhase(UnitSymbol.V, ("V", 0), ("kV", 3)),
        ["voltangle"] = OfPhase(UnitSymbol.Rad, ("rad", 0)),
        ["currmagnitude"] = OfPhase(UnitSymbol.A, ("A", 0)),
        ["currangle"] = OfPhase(UnitSymbol.Rad, ("rad", 0)),
        ["activepower"] = OfPhase(UnitSymbol.W, ("W", 0), ("kW", 3), ("MW", 6)),
        ["reactivepower"] = OfPhase(UnitSymbol.Var, ("var", 0), ("kvar", 3), ("Mvar", 6)),
        ["apparentpower"] = OfPhase(UnitSymbol.VA, ("VA", 0), ("kVA", 3), ("MVA", 6)),
        ["frequency"] = OfPhase(UnitSymbol.Hz, ("Hz", 0)),
        ["activeenergy"] = OfPhase(UnitSymbol.Wh, ("Wh", 0), ("kWh", 3), ("MWh", 6)),
        ["reactiveenergy"] = OfPhase(UnitSymbol.Varh, ("varh", 0), ("kvarh", 3), ("Mvarh", 6)),
        ["temperature"] = Plain(UnitSymbol.DegC, ("degC", 0)),

        // The CIM has no percent: 55 % is the ratio 0.55.
        ["stateofcharge"] = Plain(UnitSymbol.None, ("%", -2)),
    }.ToFrozenDictionary();

    internal static LightNodeMeasurand Require(string name, string place) =>
        All.GetValueOrDefault(name) ?? throw new PayloadException(place, $"'{name}'", $"one of {string.Join(", ", All.Keys.Order())}");

    /// <summary>The power of ten from a message's unit to the base unit.</summary>
    internal int RequirePowerOfTen(string unit, string place) =>
        PowersOfTen.TryGetValue(unit, out var power) ? power : throw new PayloadException(place, $"'{unit}'", string.Join(" or ", PowersOfTen.Keys.Order()));

    private static LightNodeMeasurand OfPhase(UnitSymbol unit, params (string, int)[] units) => new(unit, HasPhase: true, Index(units));

    private static LightNodeMeasurand Plain(UnitSymbol unit, params (string, int)[] units) => new(unit, HasPhase: false, Index(units));

    private static Dictionary<string, int> Index((string Symbol, int PowerOfTen)[] units) => units.ToDictionary(unit => unit.Symbol, unit => unit.PowerOfTen);
}
