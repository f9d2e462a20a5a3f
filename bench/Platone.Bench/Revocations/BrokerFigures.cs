using System.Diagnostics;
using Platone.Cryptography;

namespace Platone.Bench.Revocations;

/// <summary>What one kind of broker did.</summary>
/// <param name="MessagesEveryMilliseconds">On each topic whose grants are revoked: what the figures of effects are exact to.</param>
/// <param name="BlockToEffect">
/// From the moment in which the block of a revocation was to be seen at the node until the last message that passed was published.
/// </param>
/// <param name="FeedToEffect">The same from the moment in which the access layer told the brokers.</param>
/// <param name="DeliveredAfterTold">Messages that were published after that and reached the revoked consumer all the same.</param>
/// <param name="OthersLost">Messages of grants that stayed which did not arrive, or of revoked ones that are missing before their last.</param>
/// <param name="OthersDisconnected">Clients whose connection ended.</param>
/// <param name="Calm">How long messages were under way in the seconds before the storm.</param>
/// <param name="Storm">The same while it lasted and in the seconds after it.</param>
sealed record BrokerFigures(
    string Broker, int Subscribers, double MessagesEveryMilliseconds, long Delivered, Percentiles BlockToEffect, Percentiles FeedToEffect,
    long DeliveredAfterTold, long OthersLost, long OthersDisconnected, double StormLoginsPerSecond, Percentiles Calm, Percentiles Storm)
{
    public static BrokerFigures Of(
        string broker, TimeSpan pace, IReadOnlyList<Subscriber> subscribers, Load load, IReadOnlyDictionary<Hash256, RevocationMoments> moments, long calmFrom,
        (long From, long To) storm)
    {
        var delays = subscribers.SelectMany(one => one.Delays).ToList();
        return new(
            broker, subscribers.Count, pace.TotalMilliseconds, delays.Count,
            Percentiles.Of(subscribers.Select(one => Passed(moments[one.Revocable].BlockSeenAt, one))),
            Percentiles.Of(subscribers.Select(one => Passed(moments[one.Revocable].ToldAt, one))),
            subscribers.Sum(one => one.FromRevocable.PublishedAfter(moments[one.Revocable].ToldAt)),
            subscribers.Sum(one => Math.Abs(load.PublishedKept - one.FromKept.Count) + one.FromKept.OutOfOrder + one.FromRevocable.OutOfOrder),
            subscribers.Count(one => one.IsDisconnected), Math.Round(subscribers.Count / Stopwatch.GetElapsedTime(storm.From, storm.To).TotalSeconds),
            Percentiles.Of(delays.Where(delay => delay.At >= calmFrom && delay.At < storm.From).Select(delay => delay.Milliseconds)),
            Percentiles.Of(delays.Where(delay => delay.At >= storm.From).Select(delay => delay.Milliseconds)));
    }

    /// <summary>Milliseconds from a moment until the last message that passed was published; 0 where none was afterwards.</summary>
    private static double Passed(long moment, Subscriber subscriber) =>
        Math.Max(0, Stopwatch.GetElapsedTime(moment, subscriber.FromRevocable.LastPublishedAt).TotalMilliseconds);
}

/// <summary>Time stamps of <see cref="Stopwatch"/>.</summary>
/// <param name="BlockSeenAt">When the block of the revocation was to be seen at the node.</param>
/// <param name="ToldAt">When the access layer told the brokers.</param>
readonly record struct RevocationMoments(long BlockSeenAt, long ToldAt);

/// <summary>Milliseconds.</summary>
sealed record Percentiles(double P50Milliseconds, double P99Milliseconds, double MaxMilliseconds)
{
    public static Percentiles Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? new(0, 0, 0) : new(At(0.5), At(0.99), Math.Round(sorted[^1], 1));

        double At(double part) => Math.Round(sorted[(int)Math.Ceiling(part * sorted.Length) - 1], 1);
    }

    public override string ToString() => FormattableString.Invariant($"p50 {P50Milliseconds} ms, p99 {P99Milliseconds} ms, max {MaxMilliseconds} ms");
}
