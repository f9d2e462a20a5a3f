using System.Numerics;
using Platone.Grid.Numerics;

namespace Platone.Grid.PowerFlow;

/// <summary>Puts scenarios side by side into the lanes of an iteration, and reads one of them back.</summary>
static class NewtonLane
{
    /// <param name="scenarios">As many as the lane is wide, of the same kinds of buses.</param>
    /// <param name="startVoltages">By scenario and bus.</param>
    public static void Fill<T>(SymmetricNewton<T> newton, ReadOnlySpan<BusInjections> scenarios, ReadOnlySpan<Complex[]> startVoltages)
        where T : struct, ILane<T>
    {
        newton.FollowVoltage = false;
        foreach (var scenario in scenarios) newton.FollowVoltage |= scenario.FollowVoltage;
        scenarios[0].Kinds.CopyTo(newton.Kinds, 0);
        scenarios[0].TargetBuses.CopyTo(newton.TargetBuses, 0);

        var values = new Complex[T.Width][];
        startVoltages.CopyTo(values);
        Interleave(values, newton.Voltages);
        Interleave(Of(scenarios, scenario => scenario.Powers), newton.Powers);
        Interleave(Of(scenarios, scenario => scenario.SourceCurrents), newton.SourceCurrents);
        FillTargets(newton, scenarios);
        if (!newton.FollowVoltage) return;

        Interleave(Of(scenarios, scenario => scenario.CurrentPowers), newton.CurrentPowers);
        Interleave(Of(scenarios, scenario => scenario.ImpedancePowers), newton.ImpedancePowers);
    }

    public static NewtonState Read<T>(SymmetricNewton<T> newton, int lane) where T : struct, ILane<T> =>
        Read(newton, lane, new Complex[newton.Voltages.Length], new Complex[newton.Voltages.Length]);

    /// <summary>Voltages, the power that the network draws from every bus, and the worst bus, once the currents are up to date.</summary>
    /// <param name="voltages">Filled, by bus.</param>
    /// <param name="drawn">Filled, by bus.</param>
    public static NewtonState Read<T>(SymmetricNewton<T> newton, int lane, Complex[] voltages, Complex[] drawn) where T : struct, ILane<T>
    {
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

    private static Complex[][] Of(ReadOnlySpan<BusInjections> scenarios, Func<BusInjections, Complex[]> values)
    {
        var all = new Complex[scenarios.Length][];
        for (var i = 0; i < all.Length; i++) all[i] = values(scenarios[i]);
        return all;
    }

    private static void Interleave<T>(Complex[][] scenarios, Pair<T>[] lanes) where T : struct, ILane<T>
    {
        Span<double> x = stackalloc double[T.Width];
        Span<double> y = stackalloc double[T.Width];
        for (var bus = 0; bus < lanes.Length; bus++)
        {
            for (var i = 0; i < x.Length; i++) (x[i], y[i]) = (scenarios[i][bus].Real, scenarios[i][bus].Imaginary);
            lanes[bus] = new(T.Of(x), T.Of(y));
        }
    }

    private static void FillTargets<T>(SymmetricNewton<T> newton, ReadOnlySpan<BusInjections> scenarios) where T : struct, ILane<T>
    {
        Span<double> squares = stackalloc double[T.Width];
        for (var bus = 0; bus < newton.SquaredTargets.Length; bus++)
        {
            if (newton.TargetBuses[bus] < 0) continue;

            for (var i = 0; i < squares.Length; i++) squares[i] = scenarios[i].Targets[bus] * scenarios[i].Targets[bus];
            newton.SquaredTargets[bus] = T.Of(squares);
        }
    }

    private static Complex Get<T>(Pair<T> pair, int lane) where T : struct, ILane<T> => new(pair.X[lane], pair.Y[lane]);
}

/// <summary>What an iteration ended with, by bus and per unit.</summary>
/// <param name="Drawn">The power that the network draws from a bus; what sources behind an impedance give is part of the network.</param>
readonly record struct NewtonState(Complex[] Voltages, Complex[] Drawn, double WorstMismatch, int WorstBus);
