using System.Numerics;
using Platone.Grid.Numerics;

namespace Platone.Grid.PowerFlow;

/// <summary>Puts one scenario into a lane of an iteration, and reads it back.</summary>
static class NewtonLane
{
    public static void Fill<T>(SymmetricNewton<T> newton, int lane, BusInjections injections, Complex[] startVoltages) where T : struct, ILane<T>
    {
        newton.FollowVoltage |= injections.FollowVoltage;
        for (var bus = 0; bus < startVoltages.Length; bus++)
        {
            newton.Kinds[bus] = injections.Kinds[bus];
            newton.TargetBuses[bus] = injections.TargetBuses[bus];
            newton.SquaredTargets[bus] = newton.SquaredTargets[bus].With(lane, injections.Targets[bus] * injections.Targets[bus]);
            Set(ref newton.Voltages[bus], lane, startVoltages[bus]);
            Set(ref newton.Powers[bus], lane, injections.Powers[bus]);
            Set(ref newton.CurrentPowers[bus], lane, injections.CurrentPowers[bus]);
            Set(ref newton.ImpedancePowers[bus], lane, injections.ImpedancePowers[bus]);
            Set(ref newton.SourceCurrents[bus], lane, injections.SourceCurrents[bus]);
        }
    }

    /// <summary>Voltages, the power that the network draws from every bus, and the worst bus, once the currents are up to date.</summary>
    public static NewtonState Read<T>(SymmetricNewton<T> newton, int lane) where T : struct, ILane<T>
    {
        var voltages = new Complex[newton.Voltages.Length];
        var drawn = new Complex[voltages.Length];
        var (worst, worstBus) = (0.0, 0);
        for (var bus = 0; bus < voltages.Length; bus++)
        {
            voltages[bus] = Get(newton.Voltages[bus], lane);
            drawn[bus] = Get(newton.DrawnAt(bus), lane);
            var mismatch = Get(newton.MismatchAt(bus), lane);
            var greatest = Math.Max(Math.Abs(mismatch.Real), Math.Abs(mismatch.Imaginary));

            // What is not a number is worse than any, and the first such bus is where it began.
            if (double.IsNaN(worst) || greatest <= worst) continue;

            (worst, worstBus) = (greatest, bus);
        }

        return new(voltages, drawn, worst, worstBus);
    }

    private static void Set<T>(ref Pair<T> pair, int lane, Complex value) where T : struct, ILane<T> =>
        pair = new(pair.X.With(lane, value.Real), pair.Y.With(lane, value.Imaginary));

    private static Complex Get<T>(Pair<T> pair, int lane) where T : struct, ILane<T> => new(pair.X[lane], pair.Y[lane]);
}

/// <summary>What an iteration ended with, by bus and per unit.</summary>
/// <param name="Drawn">The power that the network draws from a bus; what sources behind an impedance give is part of the network.</param>
readonly record struct NewtonState(Complex[] Voltages, Complex[] Drawn, double WorstMismatch, int WorstBus);
