using System.Globalization;
using System.Text;

namespace Platone.Readings;

/// <summary>
/// What a value of IEC 61968-9 MeterReadings means, from the 18 dot-separated numbers of its ReadingType (IEC 61968-9:2013, annex C).
/// </summary>
/// <remarks>
/// The measurand is a word for kind and unit, then the direction of flow, then one qualifier for each further field that is not zero, in the fields'
/// order, so that two registers of one meter never share a stream: <c>activeenergy.forward.aggregate26</c>. Qualifiers: macroperiod, aggregate, period,
/// accumulation, commodity (left out for 1, electricity as the meter sees it), interharmonic, argument, tou, cpp, tier, currency.
/// Multiplier and phases are not part of it: the multiplier is applied to the value, the phases have their own place in the stream's name.
/// </remarks>
/// <param name="Measurand">Third part of the stream's name.</param>
/// <param name="Phase">Fourth part of the stream's name: A, BN, AB, ABC, ..., or none.</param>
/// <param name="Unit">The base unit.</param>
/// <param name="Multiplier">The power of ten from the value as sent to the base unit.</param>
public sealed record ReadingType(string Measurand, string Phase, UnitSymbol Unit, int Multiplier)
{
    private const int FieldCount = 18, MultiplierIndex = 15, MaxField = ushort.MaxValue;

    private static readonly string[] FieldNames =
    [
        "macroPeriod", "aggregate", "measuringPeriod", "accumulation", "flowDirection", "commodity", "measurementKind",
        "interharmonic numerator", "interharmonic denominator", "argument numerator", "argument denominator",
        "tou", "cpp", "consumptionTier", "phases", "multiplier", "unit", "currency",
    ];

    /// <summary>Reads a code such as <c>0.26.0.0.1.1.12.0.0.0.0.0.0.0.224.3.72.0</c>: forward active energy in kWh, summed over three phases.</summary>
    /// <param name="code">The 18 numbers.</param>
    /// <param name="place">Where the code stands, for the error.</param>
    /// <exception cref="PayloadException">Not 18 numbers, or a number that this framework has no meaning for; the field is named.</exception>
    public static ReadingType Parse(string code, string place)
    {
        ArgumentNullException.ThrowIfNull(code);
        var fields = Fields(code, place);

        var quantity = ReadingTypeCodes.Quantity(fields[6], fields[16]) ?? throw WrongQuantity(fields[6], fields[16], place);
        var flow = ReadingTypeCodes.FlowDirections.GetValueOrDefault(fields[4]) ?? throw Unknown(5, fields[4], place, ReadingTypeCodes.FlowDirections.Keys);
        var phase = ReadingTypeCodes.Phases.GetValueOrDefault(fields[14]) ?? throw Unknown(15, fields[14], place, ReadingTypeCodes.Phases.Keys);
        if (!ReadingTypeCodes.Commodities.Contains(fields[5])) throw Unknown(6, fields[5], place, ReadingTypeCodes.Commodities);
        if (!ReadingTypeCodes.Multipliers.Contains(fields[15])) throw Unknown(16, fields[15], place, ReadingTypeCodes.Multipliers);

        var measurand = Name(quantity, flow, fields);
        if (!StreamName.IsPart(measurand, out var expected)) throw new PayloadException(place, $"the measurand {measurand}", expected);

        return new(measurand, phase, (UnitSymbol)fields[16], fields[15]);
    }

    private static int[] Fields(string code, string place)
    {
        var texts = code.Split('.');
        if (texts.Length != FieldCount) throw new PayloadException(place, $"'{code}'", $"{FieldCount} numbers with points between them");

        var fields = new int[FieldCount];
        for (var i = 0; i < FieldCount; i++)
            if (!int.TryParse(texts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out fields[i]) || !InRange(i, fields[i]))
                throw new PayloadException(FieldPlace(i + 1, place), $"'{texts[i]}'", i == MultiplierIndex ? "a power of ten" : $"0 to {MaxField}");

        return fields;
    }

    /// <summary>Only the multiplier can be negative; its own list decides about it.</summary>
    private static bool InRange(int index, int field) => index == MultiplierIndex || field is >= 0 and <= MaxField;

    private static string Name(string quantity, string flow, int[] fields)
    {
        var name = new StringBuilder(quantity);
        if (flow.Length > 0) name.Append('.').Append(flow);

        Qualify("macroperiod", fields[0]);
        Qualify("aggregate", fields[1]);
        Qualify("period", fields[2]);
        Qualify("accumulation", fields[3]);
        if (fields[5] != ReadingTypeCodes.Electricity) name.Append(CultureInfo.InvariantCulture, $".commodity{fields[5]}");
        QualifyRatio("interharmonic", fields[7], fields[8]);
        QualifyRatio("argument", fields[9], fields[10]);
        Qualify("tou", fields[11]);
        Qualify("cpp", fields[12]);
        Qualify("tier", fields[13]);
        Qualify("currency", fields[17]);
        return name.ToString();

        void Qualify(string word, int field)
        {
            if (field != 0) name.Append(CultureInfo.InvariantCulture, $".{word}{field}");
        }

        void QualifyRatio(string word, int numerator, int denominator)
        {
            if (numerator != 0 || denominator != 0) name.Append(CultureInfo.InvariantCulture, $".{word}{numerator}-{denominator}");
        }
    }

    private static PayloadException WrongQuantity(int kind, int unit, string place)
    {
        var units = ReadingTypeCodes.UnitsOf(kind);
        return units.Count == 0 ? Unknown(7, kind, place, ReadingTypeCodes.Kinds) : Unknown(17, unit, place, units);
    }

    private static PayloadException Unknown(int number, int field, string place, IEnumerable<int> known) =>
        new(FieldPlace(number, place), field.ToString(CultureInfo.InvariantCulture), $"one of {string.Join(", ", known.Order())}");

    private static string FieldPlace(int number, string place) => $"{place} field {number} ({FieldNames[number - 1]})";
}
