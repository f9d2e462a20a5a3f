using System.Numerics;

namespace Platone.Grid.Formats.Pandapower;

/// <summary>Short-circuit voltages between windings as legs of a star: resistances and reactances each by itself.</summary>
internal static class ThreeWindingCircuit
{
    /// <summary>In columns' names. The voltages told of a side are between hv and mv, mv and lv, lv and hv.</summary>
    public static readonly string[] Sides = ["hv", "mv", "lv"];

    /// <summary>In ohms for each square volt.</summary>
    public static Complex LegSeries(DataRow row, int leg)
    {
        Complex Pair(int first)
        {
            var second = (first + 1) % 3;
            var rated = Math.Min(row.Positive($"sn_{Sides[first]}_mva"), row.Positive($"sn_{Sides[second]}_mva")) * 1e6;
            return TransformerCircuit.Series(row, $"vk_{Sides[first]}_percent", $"vkr_{Sides[first]}_percent") / rated;
        }

        return (Pair(leg) + Pair((leg + 2) % 3) - Pair((leg + 1) % 3)) / 2;
    }
}
