namespace Platone.Simulation.Networks;

/// <summary>What there is to be measured behind a scenario's devices. Devices of a kind are numbered from 1.</summary>
public interface INetwork
{
    BusState BusOf(int pmu, DateTimeOffset time);

    /// <summary>What a meter counted in a stretch of time, in kWh and kvarh.</summary>
    (decimal Active, decimal Reactive) EnergyOf(int meter, DateTimeOffset until, TimeSpan span);

    decimal KiloWattOf(int lightNode, DateTimeOffset time);
}

/// <summary>A symmetric bus: phase A; B and C turn by 120 degrees each.</summary>
/// <param name="Volt">Phase to ground.</param>
/// <param name="Angle">Of the voltage, in radians.</param>
/// <param name="Current">Null: there is no current transformer.</param>
public readonly record struct BusState(string Bus, double Volt, double Angle, BusCurrent? Current);

/// <param name="Angle">In radians.</param>
public readonly record struct BusCurrent(double Ampere, double Angle);
