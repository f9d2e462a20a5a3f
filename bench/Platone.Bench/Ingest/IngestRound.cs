using System.Globalization;

namespace Platone.Bench.Ingest;

/// <param name="Accepted">Different readings that have receipts.</param>
/// <param name="ToAccepted">From the first publish to the last receipt.</param>
/// <param name="ToCertified">From the first publish to the announcement that the last reading is on the chain.</param>
sealed record FrameworkResult(long Sent, long Accepted, long Stored, long Certified, TimeSpan ToAccepted, TimeSpan ToCertified, ProcessorTimes Processor)
{
    public double ReadingsPerSecond => Sent / ToCertified.TotalSeconds;

    public double AcceptedReadingsPerSecond => Sent / ToAccepted.TotalSeconds;

    /// <param name="used">One process's time in this round.</param>
    public double MicrosecondsPerReading(TimeSpan used) => used.TotalMicroseconds / Sent;
}

sealed record BareResult(long Readings, TimeSpan Took)
{
    public double ReadingsPerSecond => Readings / Took.TotalSeconds;
}

/// <summary>The three things that are compared, one after the other.</summary>
sealed record IngestRound(FrameworkResult Framework, BareResult Subscriber, BareResult Insert)
{
    public double RatioToSmaller => Framework.ReadingsPerSecond / Math.Min(Subscriber.ReadingsPerSecond, Insert.ReadingsPerSecond);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"readings/s: {Framework.ReadingsPerSecond:N0} certified, {Framework.AcceptedReadingsPerSecond:N0} accepted; "
        + $"bare subscriber {Subscriber.ReadingsPerSecond:N0}, bare insert {Insert.ReadingsPerSecond:N0}");
}
