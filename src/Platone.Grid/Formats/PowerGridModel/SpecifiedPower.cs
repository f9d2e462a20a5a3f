using System.Numerics;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>A load's power, as given: three-phase or phase by phase.</summary>
internal static class SpecifiedPower
{
    /// <summary>What is missing stays as it was.</summary>
    public static PhasePower Over(in PhasePower before, in MeasuredValue active, in MeasuredValue reactive)
    {
        // A three-phase value is shared by the phases alike.
        var share = active.IsPerPhase ? 1 : 1.0 / 3;
        return new(
            Over(before.A, active.A * share, reactive.A * share),
            Over(before.B, active.B * share, reactive.B * share),
            Over(before.C, active.C * share, reactive.C * share));
    }

    private static Complex Over(Complex before, double active, double reactive) =>
        new(double.IsNaN(active) ? before.Real : active, double.IsNaN(reactive) ? before.Imaginary : reactive);
}
