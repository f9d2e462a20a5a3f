namespace Platone.Grid.Formats.Pandapower;

internal static class Angle
{
    public static double Radians(double degrees) => degrees * Math.PI / 180;
}
