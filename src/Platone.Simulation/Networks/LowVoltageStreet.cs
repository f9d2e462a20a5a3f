namespace Platone.Simulation.Networks;

/// <summary>A 400 V network that is nowhere: loads follow the day at its buses, and chance at its customers.</summary>
public sealed class LowVoltageStreet(Random random) : INetwork
{
    private const double NominalVolt = 230.94; // phase to ground of 400 V
    private const decimal ReactiveShare = 0.31m;

    public BusState BusOf(int pmu, DateTimeOffset time)
    {
        var load = 0.6 + (0.4 * Math.Sin(2 * Math.PI * (time.TimeOfDay.TotalHours - 9) / 24)) + (0.02 * random.NextDouble());
        return new($"BUS{pmu}", NominalVolt * (1.03 - (0.04 * load)), -0.02 * load, new(40 * load, -0.3));
    }

    public (decimal Active, decimal Reactive) EnergyOf(int meter, DateTimeOffset until, TimeSpan span)
    {
        var active = Math.Round((decimal)(random.NextDouble() / 4), 3);
        return (active, ReactiveShare * active);
    }

    public decimal KiloWattOf(int lightNode, DateTimeOffset time) => (decimal)(0.2 + (2.5 * random.NextDouble()));
}
