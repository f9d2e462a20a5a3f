namespace Platone.Simulation.Networks;

/// <param name="Bus">Its number in the benchmark.</param>
/// <param name="PeakKilovoltAmpere">The coincident peak.</param>
/// <param name="IsResidential">Otherwise commercial and industrial.</param>
public sealed record CigreLoad(int Bus, bool IsResidential, double PeakKilovoltAmpere, double PowerFactor)
{
    public double PeakKiloWatt => PeakKilovoltAmpere * PowerFactor;

    public double PeakKilovar => PeakKilovoltAmpere * Math.Sqrt(1 - (PowerFactor * PowerFactor));
}

/// <summary>
/// The European medium-voltage benchmark of CIGRE Task Force C6.04.02 (Technical Brochure 575, 20 kV, 14 buses): its loads, moved through
/// the day by the formulas of scenarios/README.md. Voltages are a straight line from no load to about what a power flow gives at the peak.
/// </summary>
public sealed class CigreMediumVoltage(Random random) : INetwork
{
    private const double NominalVolt = 20_000 / 1.7320508075688772; // phase to ground
    private const double Noise = 0.01;

    // Bus, and which part of the nominal voltage is missing there at the peak.
    private static readonly (int Bus, double Drop)[] Pmus = [(3, 0.10), (8, 0.11), (12, 0.03)];

    /// <summary>Meters are at all of them, in this order; light nodes at the first so many residential ones.</summary>
    public static IReadOnlyList<CigreLoad> Loads { get; } =
    [
        Residential(1, 15300, 0.98), Residential(3, 285, 0.97), Residential(4, 445, 0.97), Residential(5, 750, 0.97), Residential(6, 565, 0.97),
        Residential(8, 605, 0.97), Residential(10, 490, 0.97), Residential(11, 340, 0.97), Residential(12, 15300, 0.98), Residential(14, 215, 0.97),
        Commercial(1, 5100, 0.95), Commercial(3, 265, 0.85), Commercial(7, 90, 0.85), Commercial(9, 675, 0.85), Commercial(10, 80, 0.85),
        Commercial(12, 5280, 0.95), Commercial(13, 40, 0.85), Commercial(14, 390, 0.85),
    ];

    private static readonly double PeakKiloWatt = Loads.Sum(load => load.PeakKiloWatt);

    /// <summary>Buses with a PMU.</summary>
    public static int PmuCount => Pmus.Length;

    /// <summary>Residential loads, at each of which there can be a light node.</summary>
    public static int ResidentialCount => Loads.Count(load => load.IsResidential);

    /// <summary>Which part of a load's peak is drawn: 1 at 19:30 for residential, at 13:00 for the others. Times are UTC.</summary>
    public static double ShareOf(CigreLoad load, DateTimeOffset time)
    {
        var hour = time.UtcDateTime.TimeOfDay.TotalHours;
        return load.IsResidential
            ? 0.30 + (0.30 * Bell(Apart(hour, 8) / 2)) + (0.70 * Bell(Apart(hour, 19.5) / 2.5))
            : 0.35 + (0.65 * Math.Exp(-Math.Pow(Apart(hour, 13) / 5, 4)));
    }

    public BusState BusOf(int pmu, DateTimeOffset time)
    {
        var (bus, drop) = Pmus[pmu - 1];
        var share = Loads.Sum(load => load.PeakKiloWatt * ShareOf(load, time)) / PeakKiloWatt * Unsteady();
        return new($"BUS{bus}", NominalVolt * (1 - (drop * share)), -1.5 * drop * share, Current: null);
    }

    public (decimal Active, decimal Reactive) EnergyOf(int meter, DateTimeOffset until, TimeSpan span)
    {
        var load = Loads[meter - 1];
        var hours = ShareOf(load, until - (span / 2)) * Unsteady() * span.TotalHours;
        return ((decimal)(load.PeakKiloWatt * hours), (decimal)(load.PeakKilovar * hours));
    }

    public decimal KiloWattOf(int lightNode, DateTimeOffset time)
    {
        var load = Loads.Where(load => load.IsResidential).ElementAt(lightNode - 1);
        return (decimal)(load.PeakKiloWatt * ShareOf(load, time) * Unsteady());
    }

    private double Unsteady() => 1 + (Noise * ((2 * random.NextDouble()) - 1));

    /// <summary>Hours between two times of day, the shorter way round.</summary>
    private static double Apart(double hour, double other) => Math.Abs(hour - other) is var apart && apart > 12 ? 24 - apart : Math.Abs(hour - other);

    private static double Bell(double deviations) => Math.Exp(-deviations * deviations / 2);

    private static CigreLoad Residential(int bus, double peak, double factor) => new(bus, true, peak, factor);

    private static CigreLoad Commercial(int bus, double peak, double factor) => new(bus, false, peak, factor);
}
