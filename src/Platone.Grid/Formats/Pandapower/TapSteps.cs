using System.Numerics;

namespace Platone.Grid.Formats.Pandapower;

/// <summary>What a tap changer does.</summary>
internal enum TapKind
{
    /// <summary>Adds a part of the winding's voltage, turned by an angle.</summary>
    Ratio,

    /// <summary>Turns without a change of the magnitude.</summary>
    Ideal,

    /// <summary>After a table of its own.</summary>
    Tabular,
}

/// <summary>Tap changers by steps in percent or degrees.</summary>
internal static class TapSteps
{
    private const int MaxPositions = 1000;

    /// <summary>Null where a net tells the kinds of its tap changers, and none of this one.</summary>
    public static TapKind? KindOf(DataRow row, string number)
    {
        if (row.Flag($"tap{number}_phase_shifter", whereMissing: false)) return TapKind.Ideal;

        return row.Text($"tap{number}_changer_type") switch
        {
            "Ratio" or "Symmetrical" => TapKind.Ratio,
            "Ideal" => TapKind.Ideal,
            "Tabular" => TapKind.Tabular,
            "" when !row.HasColumn($"tap{number}_changer_type") => TapKind.Ratio,
            "" => null,
            var other => throw row.Wrong($"tap{number}_changer_type", $"'{other}'", "Ratio, Symmetrical, Ideal or Tabular"),
        };
    }

    public static TapChanger Read(DataRow row, string number, TapKind kind, bool isAtFrom, bool impedanceFollows)
    {
        var position = row.Number($"tap{number}_pos");
        var neutral = row.Number($"tap{number}_neutral");
        var (part, angle) = (row.Number($"tap{number}_step_percent", 0) / 100, Angle.Radians(row.Number($"tap{number}_step_degree", 0)));
        var step = new Step(kind, part, angle, isAtFrom, impedanceFollows);
        var lowest = Math.Min(row.Number($"tap{number}_min", position), position);
        var highest = Math.Max(row.Number($"tap{number}_max", position), position);
        if (highest - lowest >= MaxPositions) throw row.Wrong($"tap{number}_max", $"{highest - lowest + 1} positions", $"at most {MaxPositions}");

        // Between positions there is no other: a net may be at 1.5.
        if (position != Math.Truncate(position) || lowest != Math.Truncate(lowest)) return new(0, 0, [step.At(row, position - neutral)]);

        var steps = new TapStep[(int)(highest - lowest) + 1];
        for (var i = 0; i < steps.Length; i++) steps[i] = step.At(row, lowest + i - neutral);
        return new((int)position, (int)lowest, steps);
    }

    private readonly record struct Step(TapKind Kind, double Part, double AngleRad, bool IsAtFrom, bool ImpedanceFollows)
    {
        public TapStep At(DataRow row, double steps)
        {
            var direction = IsAtFrom ? 1 : -1;
            if (Kind == TapKind.Ideal) return new(1, direction * (AngleRad != 0 ? steps * AngleRad : 2 * Math.Asin(Math.Clamp(steps * Part / 2, -1, 1))));

            var winding = 1 + Complex.FromPolarCoordinates(1, AngleRad) * (steps * Part);
            if (winding.Magnitude < 1e-6) throw row.Wrong("tap_step_percent", "steps that leave the winding no voltage", "others");

            // The ohms are told relative to the lv winding's voltage, and follow it.
            var factor = ImpedanceFollows ? winding.Magnitude * winding.Magnitude : 1;
            return new(IsAtFrom ? winding.Magnitude : 1 / winding.Magnitude, direction * Math.Atan(winding.Imaginary / winding.Real))
            {
                ResistanceFactor = factor,
                ReactanceFactor = factor,
                ConductanceFactor = 1 / factor,
                SusceptanceFactor = 1 / factor,
            };
        }
    }
}
