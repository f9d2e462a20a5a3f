using Platone.Grid.Numerics;

namespace Platone.Grid.PowerFlow;

/// <summary>
/// Lets a generator bus go that would need more reactive power than it has: it gives its limit from then on. It holds its voltage again when, at the limit,
/// the voltage would be on the side that less would do.
/// </summary>
sealed class ReactiveLimits(BusInjections injections)
{
    /// <summary>So many rounds at most: a bus may not swing between both states for ever.</summary>
    private const int MaxRounds = 20;

    /// <summary>Per unit: what counts as more than the limit.</summary>
    private const double Slack = 1e-7;

    private int _rounds;

    /// <returns>Whether anything changed, so that the iteration must go on.</returns>
    public bool Enforce(SymmetricNewton<ScalarLane> newton)
    {
        if (_rounds++ == MaxRounds) return false;

        newton.UpdateCurrents();
        var changed = false;
        for (var bus = 0; bus < injections.Kinds.Length; bus++)
        {
            if (injections.Kinds[bus] is not (BusKind.Generator or BusKind.RemoteGenerator)) continue;

            changed |= newton.Kinds[bus] == BusKind.Load ? TryHoldAgain(newton, bus) : TryLetGo(newton, bus);
        }

        return changed;
    }

    private bool TryLetGo(SymmetricNewton<ScalarLane> newton, int bus)
    {
        var given = injections.Powers[bus].Imaginary;
        var needed = newton.DrawnAt(bus).Y[0] - given;
        var limit = Math.Clamp(needed, injections.MinimumReactivePowers[bus] - Slack, injections.MaximumReactivePowers[bus] + Slack);
        if (limit == needed) return false;

        limit = needed > limit ? injections.MaximumReactivePowers[bus] : injections.MinimumReactivePowers[bus];
        newton.Kinds[bus] = BusKind.Load;
        newton.Powers[bus].Y = ScalarLane.Of(given + limit);
        return true;
    }

    private bool TryHoldAgain(SymmetricNewton<ScalarLane> newton, int bus)
    {
        var voltage = newton.Voltages[injections.TargetBuses[bus]];
        var magnitude = Math.Sqrt((voltage.X * voltage.X + voltage.Y * voltage.Y)[0]);
        var gives = newton.Powers[bus].Y[0] - injections.Powers[bus].Imaginary;
        var isAtMaximum = gives >= injections.MaximumReactivePowers[bus];
        var isAtMinimum = gives <= injections.MinimumReactivePowers[bus];
        if (isAtMaximum == isAtMinimum || (isAtMaximum ? magnitude <= injections.Targets[bus] : magnitude >= injections.Targets[bus])) return false;

        newton.Kinds[bus] = injections.Kinds[bus];
        newton.Powers[bus].Y = ScalarLane.Of(injections.Powers[bus].Imaginary);
        return true;
    }
}
