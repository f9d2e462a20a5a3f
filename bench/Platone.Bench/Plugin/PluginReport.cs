using Platone.Bench.Report;

namespace Platone.Bench.Plugin;

/// <param name="Deliveries">By QoS.</param>
/// <param name="AimRatioToC">At most, of the broker's processor time with our plugin to that with the same check in C.</param>
/// <param name="AimSecondsToServed">At most, for a snapshot of 300,000 grants.</param>
/// <param name="AimResidentMebibytes">At most, with them.</param>
sealed record PluginReport(
    string Bench, MachineFacts Machine, int Rounds, int Grants, int MessagesPerRound, int SubscribersPerMessage, IReadOnlyList<DeliveryFigures> Deliveries,
    SnapshotFigures Snapshot, double AimRatioToC, double AimSecondsToServed, double AimResidentMebibytes, bool AimMet)
{
    private const double RatioToC = 1.05;
    private const double SecondsToServed = 1;
    private const double ResidentMebibytes = 128;

    public static PluginReport Of(
        MachineFacts machine, int grants, int messages, int subscribers, IReadOnlyDictionary<byte, List<IReadOnlyDictionary<string, double>>> rounds,
        SnapshotFigures snapshot)
    {
        List<DeliveryFigures> deliveries = [.. rounds.OrderBy(pair => pair.Key).Select(pair => DeliveryFigures.Of(pair.Key, pair.Value))];
        var met = deliveries.All(figures => figures.RatioToC <= RatioToC)
            && snapshot is { SecondsToServed: <= SecondsToServed, ResidentMebibytesAfter: <= ResidentMebibytes };
        return new(
            "plugin", machine, rounds.First().Value.Count, grants, messages, subscribers, deliveries, snapshot, RatioToC, SecondsToServed, ResidentMebibytes,
            met);
    }
}

/// <param name="CpuMicrosecondsPerDelivery">
/// Of the broker, by what controls its access: medians of the rounds. A delivery's part of its publication is in it.
/// </param>
/// <param name="RatioToC">Median of each round's own ratio: what slows one round slows both.</param>
/// <param name="RatioToNoPlugin">As the other.</param>
sealed record DeliveryFigures(int Qos, IReadOnlyDictionary<string, double> CpuMicrosecondsPerDelivery, double RatioToC, double RatioToNoPlugin)
{
    public static DeliveryFigures Of(byte qos, IReadOnlyList<IReadOnlyDictionary<string, double>> rounds) => new(
        qos, rounds[0].Keys.Order(StringComparer.Ordinal).ToDictionary(name => name, name => Median.Of(rounds.Select(round => round[name]), 3)),
        Median.Of(rounds.Select(round => round[Variants.Platone] / round[Variants.InC]), 3),
        Median.Of(rounds.Select(round => round[Variants.Platone] / round[Variants.NoPlugin]), 3));
}
