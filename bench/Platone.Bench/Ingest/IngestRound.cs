using System.Globalization;

namespace Platone.Bench.Ingest;

/// <param name="Accepted">Different readings that have receipts.</param>
/// <param name="ToAccepted">From the first publish to the last receipt.</param>
/// <param name="ToCertified">From the first publish to the announcement that the last reading is on the chain.</param>
/// <param name="ResidentBytes">Of the access layer's process at the end.</param>
sealed record FrameworkResult(
    long Sent, long Accepted, long Stored, long Certified, TimeSpan ToAccepted, TimeSpan ToCertified, ProcessorTimes Processor, long ResidentBytes)
{
    public double ReadingsPerSecond => Sent / ToCertified.TotalSeconds;

    public double AcceptedReadingsPerSecond => Sent / ToAccepted.TotalSeconds;

    /// <param name="used">One process's time in this round.</param>
    public double MicrosecondsPerReading(TimeSpan used) => used.TotalMicroseconds / Sent;
}

sealed record BareResult(long Readings, TimeSpan Took)
{
    public double ReadingsPerSecond => Readings / Took.TotalSeconds;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ReadingsPerSecond:N0}");
}

/// <param name="Bare">The same rows into a bare store of the kind; null where it was not measured.</param>
sealed record StoreResult(string Store, FrameworkResult Framework, BareResult? Bare)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Store} {Framework.ReadingsPerSecond:N0} certified, {Framework.AcceptedReadingsPerSecond:N0} accepted, "
        + $"{Framework.ResidentBytes >> 20} MiB, bare {Bare}");
}

/// <summary>What is compared, one after the other.</summary>
sealed record IngestRound(IReadOnlyList<StoreResult> Stores, BareResult? Subscriber)
{
    /// <summary>Over the slower of the two bare ones; null where they were not measured.</summary>
    public double? RatioToSmaller(StoreResult store) => Subscriber is { } subscriber && store.Bare is { } bare
        ? store.Framework.ReadingsPerSecond / Math.Min(subscriber.ReadingsPerSecond, bare.ReadingsPerSecond)
        : null;

    public override string ToString() => $"readings/s: {string.Join("; ", Stores)}; bare subscriber {Subscriber}";
}
