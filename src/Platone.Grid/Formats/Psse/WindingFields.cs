using System.Numerics;

namespace Platone.Grid.Formats.Psse;

/// <summary>A transformer record's figures, whatever units its codes CW, CZ and CM say that they have.</summary>
sealed class WindingFields(NetworkDraft draft, Record record)
{
    /// <summary>The winding's turns ratio, per unit of its bus's base voltage.</summary>
    public double Ratio(int winding, int bus)
    {
        var baseKV = draft.Nodes[bus].RatedVoltageV / 1e3;
        return record.Code("cw", 1, 1, 3) switch
        {
            1 => record.Positive($"windv{winding}", 1),
            2 => record.Positive($"windv{winding}", baseKV) / baseKV,
            _ => record.Positive($"windv{winding}", 1) * NominalKV(winding, bus) / baseKV,
        };
    }

    /// <summary>
    /// Between two windings, per unit of the system's base power and the buses' base voltages. The file's is always told on the nominal voltage of the first
    /// of the two (Program Operation Manual, transformer data, CZ).
    /// </summary>
    /// <param name="windings"><c>1_2</c>, <c>2_3</c> or <c>3_1</c>.</param>
    /// <param name="bus">Of the first of the two.</param>
    public Complex ImpedancePu(string windings, int bus)
    {
        var (r, x) = (record.Number($"r{windings}", 0), record.Number($"x{windings}", 0));
        var nominalPu = NominalKV(windings[0] - '0', bus) * 1e3 / draft.Nodes[bus].RatedVoltageV;
        var code = record.Code("cz", 1, 1, 3);
        if (code == 1) return new Complex(r, x) * (nominalPu * nominalPu);

        var ratedMVA = record.Positive($"sbase{windings}", draft.Data.BaseMVA);
        var toSystem = nominalPu * nominalPu * draft.Data.BaseMVA / ratedMVA;
        return code == 2 ? new Complex(r, x) * toSystem : OfLoadLoss(windings, r, x, ratedMVA) * toSystem;
    }

    /// <summary>At bus I, outside the ratio.</summary>
    public Complex MagnetisingSiemens(int bus)
    {
        var (mag1, mag2) = (record.Number("mag1", 0), record.Number("mag2", 0));
        if (record.Code("cm", 1, 1, 2) == 1) return new Complex(mag1, mag2) / draft.BaseOhm(bus);

        // No-load loss in watts, and exciting current per unit of the winding's own rating.
        var nominalV = NominalKV(1, bus) * 1e3;
        var conductance = mag1 / (nominalV * nominalV);
        var admittance = mag2 * record.Positive("sbase1_2", draft.Data.BaseMVA) * 1e6 / (nominalV * nominalV);
        var square = admittance * admittance - conductance * conductance;
        if (square < 0) throw record.Error("mag1", mag1, FormattableString.Invariant($"no more watts than the exciting current MAG2, {mag2}, can carry"));

        return new Complex(conductance, -Math.Sqrt(square));
    }

    /// <summary>The factor of the impedance that its table has for the present ratio, or for the present angle of a phase shifter.</summary>
    public Complex Correction(int winding, int bus)
    {
        var number = record.Whole($"tab{winding}", 0);
        if (number == 0) return 1;
        if (!draft.Data.ImpedanceCorrections.TryGetValue(number, out var table))
            throw record.Error($"tab{winding}", $"found {number}, expected the number of an impedance correction table");

        // COD 3 and 5 control active power by the angle.
        var isPhaseShifter = Math.Abs((long)record.Whole($"cod{winding}", 0)) is 3 or 5;
        return table.FactorAt(isPhaseShifter ? record.Number($"ang{winding}", 0) : Ratio(winding, bus));
    }

    public double? RatedPowerVA(int winding)
    {
        var ratedMVA = record.Number($"wdg{winding}rate1", 0);
        return ratedMVA > 0 ? ratedMVA * 1e6 : null;
    }

    private double NominalKV(int winding, int bus)
    {
        var nominal = record.Number($"nomv{winding}", 0);
        return nominal == 0 ? draft.Nodes[bus].RatedVoltageV / 1e3 : record.Positive($"nomv{winding}", 0);
    }

    /// <summary>Load loss in watts, and impedance magnitude per unit of the winding's own rating.</summary>
    private Complex OfLoadLoss(string windings, double lossW, double magnitude, double ratedMVA)
    {
        var r = lossW / (ratedMVA * 1e6);
        var square = magnitude * magnitude - r * r;
        if (square < 0) throw record.Error($"r{windings}", lossW, FormattableString.Invariant($"no more watts than the impedance, {magnitude}, makes"));

        return new Complex(r, Math.Sqrt(square));
    }
}
